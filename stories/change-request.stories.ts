import type { Meta } from '@storybook/web-components-vite';
import '@portico/widgets/change-request';
import { entities, inChinese, me, procedures } from '../widgets/src/change-request/change-request.fixtures.ts';
import { choose, click, fill, plain, refuse, send, stage, type Stage } from './stage.ts';

export default { title: 'Change request' } satisfies Meta;

const show = stage('portico-change-request', {
  entities: () => entities(),
  procedures: (server) => procedures(server),
  chinese: inChinese,
});
const viewer = (server: Parameters<typeof procedures>[0]) => procedures(server, me('viewer'));

async function write({ widget, lang }: Stage): Promise<void> {
  const [title, description] =
    lang === 'zh-CN'
      ? ['侧门加装坡道', '使用助行器的患者都从那里进出，目前有两级台阶。']
      : ['A ramp at the side door', 'Patients with walkers come in there, and there are two steps.'];
  await click(widget, '.ask', 0);
  await fill(widget, 'title', title);
  await fill(widget, 'description', description);
  await choose(widget, 'category', 'scope');
}

const sent = (state: Parameters<typeof send>[1]) =>
  show({
    async act(page) {
      await write(page);
      await send(page, state);
    },
  });

export const Ready = show();
export const Unfolded = show({ act: ({ widget }) => click(widget, '.name') });
export const Form = show({ act: ({ widget }) => click(widget, '.ask', 0) });
export const WithMistakes = show({
  async act({ widget }) {
    await click(widget, '.ask', 0);
    await click(widget, '[type=submit]', 0);
  },
});
export const ReturnedToBeMended = show({ act: ({ widget }) => click(widget, '.asked button', 0) });
export const Withdrawing = show({
  async act({ widget }) {
    await click(widget, '.name', 1);
    await click(widget, '.danger', 0);
  },
});
export const Sending = sent('sending');
export const Waiting = sent('waiting');
export const Sent = sent('sent');
export const Refused = show({
  async act(page) {
    await write(page);
    await refuse(page, 'changeRequests.submit', 'title', ['must be text without control characters', '须为不含控制字符的文本']);
  },
});
export const ReadOnly = show({ procedures: viewer });
export const NoneYet = show({ entities: () => entities([]) });
export const Empty = show({ state: 'empty', entities: () => entities([]), procedures: viewer });
export const Loading = show(plain.loading);
export const Stale = show(plain.stale);
export const Failed = show(plain.error);
export const Forbidden = show(plain.forbidden);
