import type { Meta } from '@storybook/web-components-vite';
import '@portico/widgets/survey';
import { entities, inChinese, me, procedures, response, survey } from '../widgets/src/survey/survey.fixtures.ts';
import { choose, click, plain, refuse, send, stage, until, type Stage } from './stage.ts';

export default { title: 'Survey' } satisfies Meta;

const show = stage('portico-survey', { entities: () => entities(), procedures: () => procedures(), chinese: inChinese });

async function answer({ widget }: Stage): Promise<void> {
  await choose(widget, 'recommend', 9);
  await choose(widget, 'satisfied', 4);
  await choose(widget, 'channel', 'mail');
}

const sent = (state: Parameters<typeof send>[1]) =>
  show({
    async act(page) {
      await answer(page);
      await send(page, state);
    },
  });

export const Ready = show();
export const HalfAnswered = show({ act: answer });
export const WithMistakes = show({ act: ({ widget }) => click(widget, '[type=submit]', 0) });
export const Sending = sent('sending');
export const Waiting = sent('waiting');
export const Sent = sent('sent');
export const Refused = show({
  async act(page) {
    await answer(page);
    await refuse(page, 'responses.submit', 'answers.channel', ['must be the id of one of the options', '须为其中一个选项']);
  },
});
export const Answered = show({ procedures: () => procedures({ first: response() }) });
export const AnsweredElsewhere = show({
  procedures: () => procedures({ hidden: response() }),
  async act(page) {
    await answer(page);
    await click(page.widget, '[type=submit]', 0);
    await until(() => page.widget.shadowRoot!.querySelector('.answers') !== null, 'the first answers');
  },
});
export const Closed = show({
  entities: () => entities({ status: 'closed', closedAt: '2026-11-21T03:00:00.000Z' }),
  attributes: { survey: survey.id },
});
export const ReadOnly = show({ procedures: () => procedures({ who: { ...me(), kind: 'member', can: [] } }) });
export const Loading = show(plain.loading);
export const Empty = show({ state: 'empty', entities: () => entities({ status: 'draft' }) });
export const Stale = show(plain.stale);
export const Failed = show(plain.error);
export const Forbidden = show(plain.forbidden);
