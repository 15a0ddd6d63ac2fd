import type { Meta } from '@storybook/web-components-vite';
import '@portico/widgets/intake';
import { entities, inChinese, me, procedures, sentence, sentenceParsed, spoken } from '../widgets/src/intake/intake.fixtures.ts';
import { click, fill, plain, refuse, send, stage, until, type Stage } from './stage.ts';

export default { title: 'Intake' } satisfies Meta;

const show = stage('portico-intake', {
  entities: () => entities(),
  procedures: (server, lang) => procedures(server, spoken(lang)),
  chinese: inChinese,
});

const write = ({ widget, lang }: Stage): Promise<void> => fill(widget, 'text', spoken(lang).text);

/** Until the proposals, or whatever stands in their place, are there. */
async function sort(page: Stage): Promise<void> {
  await write(page);
  await click(page.widget, '[type=submit]', 0);
  await until(() => page.widget.shadowRoot!.querySelector('.card') !== null, 'a proposal');
}

const sent = (state: Parameters<typeof send>[1]) =>
  show({
    async act(page) {
      await sort(page);
      await send(page, state);
    },
  });

export const Ready = show();
export const FirstTime = show({ entities: () => entities([]) });
export const WithMistake = show({ act: ({ widget }) => click(widget, '[type=submit]', 0) });
export const Reading = show({
  async act(page) {
    await write(page);
    page.server.delay(3_600_000);
    await click(page.widget, '[type=submit]', 0);
  },
});
export const Written = show({ act: write });
export const TooLong = show({ act: ({ widget, lang }) => fill(widget, 'text', spoken(lang).text.padEnd(8100, spoken(lang).text)) });
export const Proposals = show({ act: sort });
/** The sentence that it began with. */
export const OneSentence = show({
  procedures: (server) => procedures(server, { found: sentenceParsed('2026-11-30') }),
  async act({ widget }) {
    await fill(widget, 'text', sentence);
    await click(widget, '[type=submit]', 0);
    await until(() => widget.shadowRoot!.querySelector('mark') !== null, 'a proposal');
  },
});
export const QuestionsAnswered = show({
  async act(page) {
    await sort(page);
    await click(page.widget, '.answers button', 0);
    await click(page.widget, '.answers button', 0);
  },
});
export const OneLeftOut = show({
  async act(page) {
    await sort(page);
    await click(page.widget, '.remove', 1);
    await click(page.widget, 'summary');
  },
});
export const OneAdded = show({
  async act(page) {
    await sort(page);
    await click(page.widget, '.actions .link', 0);
  },
});
export const NothingFound = show({ procedures: (server) => procedures(server, { found: { drafts: [], context: [] } }), act: sort });
export const ReadOffline = show({
  async act(page) {
    page.server.fail({ code: 'unavailable', status: 503 }, 'requirements.parse');
    await sort(page);
  },
});
export const ProposalWithoutTitle = show({
  async act(page) {
    await sort(page);
    await fill(page.widget, 'items.0.title', '');
    await click(page.widget, '[type=submit]', 0);
  },
});
export const Sending = sent('sending');
export const Waiting = sent('waiting');
export const TriedInVain = show({
  async act(page) {
    await sort(page);
    await send(page, 'waiting');
    await click(page.widget, '.outcome .action', 0);
    await until(() => page.widget.shadowRoot!.querySelector('.tried') !== null, 'a second try');
  },
});
export const Sent = sent('sent');
export const Refused = show({
  async act(page) {
    await sort(page);
    await refuse(page, 'requirements.create', 'items.0.due', ['must be a date, YYYY-MM-DD', '须为日期，格式 YYYY-MM-DD']);
  },
});
export const ReadOnly = show({ procedures: (server) => procedures(server, { who: me('viewer') }) });
export const ForTheTeam = show({ procedures: (server) => procedures(server, { who: { ...me('viewer'), kind: 'member' } }) });
export const Loading = show(plain.loading);
export const Stale = show(plain.stale);
export const Failed = show(plain.error);
export const Forbidden = show(plain.forbidden);
