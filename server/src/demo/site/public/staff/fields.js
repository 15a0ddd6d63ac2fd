/** The controls of a milestone. Each shows what is true, keeps what a person is typing, and calls `save` once they mean it. */
import { nameOf, texts } from './facts.js';
import { h } from './dom.js';
import { statuses } from './plan.js';

let count = 0;

function labelled(name, control, ...more) {
  control.id ||= `field-${(count += 1)}`;
  return h('div', { class: `field ${name}` }, h('label', { for: control.id }, texts.fields[name]), control, ...more);
}

export const createFields = ({ save }) => ({
  status: statusField(save),
  due: dueField(save),
  progress: progressField(save),
  owner: ownerField(save),
  atRisk: riskField(save),
  reason: reasonField(save),
  visibility: visibilityField(save),
});

function statusField(save) {
  const radios = statuses.map((value) =>
    h('input', {
      type: 'radio',
      name: 'status',
      value,
      onchange: () => save({ status: value }, { status: value, ...(value === 'done' && { progress: 100 }) }),
    }),
  );
  const element = h(
    'fieldset',
    { class: 'field status' },
    h('legend', null, texts.fields.status),
    h(
      'div',
      { class: 'segments' },
      radios.map((radio) => h('label', null, radio, h('span', null, texts.status[radio.value]))),
    ),
  );
  return {
    element,
    update({ status }, { canWrite }) {
      for (const radio of radios) radio.checked = radio.value === status;
      element.disabled = !canWrite;
    },
  };
}

function dueField(save) {
  const input = h('input', { type: 'date', required: true });
  let milestone;
  let typing = false;
  const commit = () => {
    typing = false;
    if (input.value && input.value !== milestone.due) save({ due: input.value });
  };
  // A date that is typed is a date after every key; it is meant when the field is left or confirmed.
  input.addEventListener('keydown', ({ key }) => (key === 'Enter' ? commit() : key !== 'Tab' && (typing = true)));
  input.addEventListener('pointerdown', () => (typing = false));
  input.addEventListener('change', () => typing || commit());
  input.addEventListener('blur', commit);
  return {
    element: labelled('due', input),
    update(next, { canWrite }) {
      milestone = next;
      if (!typing) input.value = next.due ?? '';
      input.disabled = !canWrite;
    },
    discard: () => (typing = false),
  };
}

function progressField(save) {
  const output = h('output');
  let timer;
  const commit = () => {
    timer = undefined;
    save({ progress: range.valueAsNumber });
  };
  // Each arrow key is a change; they are one once the key rests.
  const range = h('input', {
    type: 'range',
    min: 0,
    max: 100,
    step: 5,
    oninput() {
      clearTimeout(timer);
      timer = setTimeout(commit, 400);
      show();
    },
  });
  const show = () => {
    output.textContent = `${range.value}%`;
    range.style.setProperty('--at', `${range.value}%`);
  };
  return {
    element: labelled('progress', range, output),
    update({ progress }, { canWrite }) {
      range.disabled = !canWrite;
      if (timer) return;
      range.value = progress;
      show();
      output.textContent = `${progress}%`;
    },
    discard() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}

function ownerField(save) {
  const select = h('select', { onchange: () => save({ ownerId: select.value }, { owner: people.find(({ id }) => id === select.value) }) });
  let people = [];
  return {
    element: labelled('owner', select),
    update({ owner }, { members, canWrite }) {
      if (people !== members) {
        people = members;
        select.replaceChildren(
          ...members.map((member) => h('option', { value: member.id }, `${nameOf(member)} · ${texts.roles[member.role]}`)),
        );
      }
      select.value = owner?.id ?? '';
      select.disabled = !canWrite;
    },
  };
}

function riskField(save) {
  const box = h('input', { type: 'checkbox', role: 'switch', onchange: () => save({ atRisk: box.checked }) });
  return {
    element: labelled('atRisk', box, h('p', { class: 'hint' }, texts.atRiskHint)),
    update({ atRisk }, { canWrite }) {
      box.checked = atRisk;
      box.disabled = !canWrite;
    },
  };
}

/** The reason is written in both languages and saved as one: a new Chinese text without its English would leave an old one behind. */
function reasonField(save) {
  const own = h('textarea', { rows: 2, maxlength: 500 });
  const english = h('textarea', { rows: 2, maxlength: 500, lang: 'en' });
  own.lang = 'zh-CN';
  let milestone;
  let dirty = false;
  const buttons = h(
    'div',
    { class: 'chips' },
    h('button', { type: 'button', class: 'chip strong', onclick: commit }, texts.save),
    h('button', { type: 'button', class: 'chip', onclick: () => (discard(), show()) }, texts.discard),
  );
  const element = h(
    'div',
    { class: 'reasons' },
    labelled('reason', own, h('p', { class: 'hint' }, texts.reasonHint)),
    labelled('reasonEn', english),
    buttons,
  );
  element.addEventListener('input', () => {
    dirty = own.value !== (milestone.reason ?? '') || english.value !== (milestone.translations?.en?.reason ?? '');
    buttons.hidden = !dirty;
  });

  function commit() {
    const reason = own.value.trim() || null;
    const said = english.value.trim();
    const { reason: _old, ...kept } = milestone.translations?.en ?? {};
    const words = { ...kept, ...(said && reason && { reason: said }) };
    const { en: _en, ...others } = milestone.translations ?? {};
    const translations = { ...others, ...(Object.keys(words).length && { en: words }) };
    discard();
    save({ reason, translations: Object.keys(translations).length ? translations : null });
  }

  function discard() {
    dirty = false;
    buttons.hidden = true;
  }

  function show() {
    own.value = milestone.reason ?? '';
    english.value = milestone.translations?.en?.reason ?? '';
  }

  discard();
  return {
    element,
    update(next, { canWrite }) {
      milestone = next;
      if (!dirty) show();
      own.disabled = english.disabled = !canWrite;
    },
    discard,
  };
}

function visibilityField(save) {
  const select = h(
    'select',
    { onchange: () => save({ visibility: select.value }) },
    Object.entries(texts.visibility).map(([value, text]) => h('option', { value }, text)),
  );
  return {
    element: labelled('visibility', select),
    update({ visibility }, { canWrite }) {
      select.value = visibility;
      select.disabled = !canWrite;
    },
  };
}
