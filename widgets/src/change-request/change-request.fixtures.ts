import { PorticoError, type Entity } from '@portico/sdk';
import type { MemoryServer, MemoryServerOptions } from '@portico/sdk/testing';
import { entities as plan, project, today } from '../timeline/timeline.fixtures.ts';
import type { ChangeRequest, Status, Step } from './change-request.model.ts';

/* Requests in every state, in the words of people, and as much of a server as moves them. */

const anna = { kind: 'contact', id: 'con_1', name: 'Anna Petrova' } as const;
const mei = { kind: 'member', id: project.manager!.id, name: project.manager!.name } as const;

/** An instant so many hours before noon of the fixtures' day. */
export const before = (hours: number): string => new Date(Date.parse(`${today}T04:00:00Z`) - hours * 3_600_000).toISOString();

const step = (hours: number, from: Status | null, to: Status, reason: string | null = null): Step => ({
  at: before(hours),
  from,
  to,
  actor: to === 'submitted' || to === 'withdrawn' ? anna : mei,
  reason,
});

export function request(number: number, trail: Step[], fields: Partial<ChangeRequest> = {}): ChangeRequest {
  const status = trail.at(-1)!.to as Status;
  return {
    id: `chg_${String(number).padStart(26, '0')}`,
    rev: trail.length,
    projectId: project.id,
    number,
    reference: `CR-${number}`,
    title: `Request ${number}`,
    description: 'As we discussed.',
    category: 'scope',
    wantedBy: null,
    status,
    author: { id: anna.id, name: anna.name },
    submittedAt: trail[0]!.at,
    decidedAt: ['approved', 'rejected', 'withdrawn'].includes(status) ? trail.at(-1)!.at : null,
    impact: null,
    trail,
    ...fields,
  };
}

export const requests: ChangeRequest[] = [
  request(
    1,
    [step(900, null, 'submitted'), step(880, 'submitted', 'in_review'), step(790, 'in_review', 'approved', 'It fits before the training.')],
    {
      title: 'Print the queue number with the appointment',
      description: 'Reception hands out paper numbers today. They should be on the appointment slip.',
      category: 'scope',
      impact: { cost: { amount: 1_280_000, currency: 'CNY' }, days: 3 },
    },
  ),
  request(
    2,
    [
      step(700, null, 'submitted'),
      step(690, 'submitted', 'in_review'),
      step(600, 'in_review', 'rejected', 'The insurer does not offer this before next spring.'),
    ],
    {
      title: 'Direct billing with the second insurer',
      category: 'cost',
    },
  ),
  request(3, [step(400, null, 'submitted'), step(398, 'submitted', 'withdrawn', 'Settled on the phone.')], {
    title: 'Another colour for the nurses’ view',
    category: 'other',
  }),
  request(4, [step(120, null, 'submitted'), step(96, 'submitted', 'in_review')], {
    title: 'Move the training to the second week of January',
    description: 'The flu season keeps half of reception busy until New Year.\nThe second week of January suits everybody.',
    category: 'schedule',
    wantedBy: '2027-01-11',
  }),
  request(
    5,
    [
      step(30, null, 'submitted'),
      step(26, 'submitted', 'in_review'),
      step(
        3,
        'in_review',
        'returned',
        'Which of the two reports do you mean, the weekly one or the one for the insurer? A sample would help.',
      ),
    ],
    {
      title: 'One more column in the monthly report',
      description: 'We need the number of cancelled appointments.',
      category: 'scope',
      wantedBy: '2026-12-18',
    },
  ),
  request(6, [step(2, null, 'submitted')], {
    title: 'Patients should be able to move an appointment themselves',
    description: 'Half of the calls at reception are about moving an appointment. The link in the text message should allow it.',
    category: 'scope',
    wantedBy: '2027-02-01',
  }),
];

export const entities = (changeRequests: ChangeRequest[] = requests): Record<string, Entity[]> => ({
  ...plan(),
  changeRequests: structuredClone(changeRequests) as Entity[],
});

const allowed = ['change_request.read', 'change_request.submit', 'change_request.resubmit', 'change_request.withdraw'];

export const me = (role: 'owner' | 'viewer' = 'owner') => ({
  kind: 'contact',
  id: anna.id,
  name: anna.name,
  role,
  workspaceId: 'wsp_1',
  clientId: project.clientId,
  projects: [project.id],
  can: role === 'viewer' ? allowed.slice(0, 1) : allowed,
});

/** The server's side: numbers what comes in and moves what is there. `server` is asked for late, because it is made with these. */
export function procedures(server: () => MemoryServer, who: object = me()): NonNullable<MemoryServerOptions['procedures']> {
  const find = async (id: string): Promise<ChangeRequest> => {
    const { entities: all } = await server().snapshot(project.id);
    return (all['changeRequests'] as ChangeRequest[]).find((one) => one.id === id)!;
  };
  const move = async (id: string, to: Status, at: string, fields: Partial<ChangeRequest> = {}): Promise<ChangeRequest> => {
    const row = await find(id);
    if (['approved', 'rejected', 'withdrawn'].includes(row.status))
      throw new PorticoError({ code: 'conflict', status: 409, detail: `This change request is ${row.status}.`, current: row });
    return server().patch<ChangeRequest>('changeRequests', id, {
      status: to,
      trail: [...row.trail, { at, from: row.status, to, actor: anna, reason: null }],
      ...fields,
    });
  };
  return {
    'sessions.me': () => who,
    'changeRequests.submit': async (input: Pick<ChangeRequest, 'title' | 'description' | 'category' | 'wantedBy'> & { at: string }) => {
      const { entities: all } = await server().snapshot(project.id);
      const { at, title, description, category, wantedBy } = input;
      const made = request((all['changeRequests'] ?? []).length + 1, [{ at, from: null, to: 'submitted', actor: anna, reason: null }], {
        title,
        description,
        category,
        wantedBy,
      });
      return server().put<ChangeRequest>('changeRequests', made);
    },
    'changeRequests.resubmit': ({ id, at, ...fields }: Partial<ChangeRequest> & { id: string; at: string }) =>
      move(id, 'submitted', at, fields),
    'changeRequests.withdraw': ({ id, at }: { id: string; at: string }) => move(id, 'withdrawn', at),
  };
}

/** The texts of these fixtures as a Chinese client and its team would have written them. */
export const inChinese: Record<string, string> = {
  'Print the queue number with the appointment': '预约单上打印排队号',
  'Reception hands out paper numbers today. They should be on the appointment slip.': '目前前台发放纸质号码，希望直接打印在预约单上。',
  'It fits before the training.': '可以赶在培训前完成。',
  'Direct billing with the second insurer': '与第二家保险公司直接结算',
  'As we discussed.': '如电话中所说。',
  'The insurer does not offer this before next spring.': '该保险公司明年春天才开放此接口。',
  'Another colour for the nurses’ view': '护士界面换一种颜色',
  'Settled on the phone.': '已电话沟通解决。',
  'Move the training to the second week of January': '培训改到一月第二周',
  'The flu season keeps half of reception busy until New Year.\nThe second week of January suits everybody.':
    '流感季前台一半人手要忙到元旦。\n一月第二周大家都有时间。',
  'One more column in the monthly report': '月度报表增加一列',
  'We need the number of cancelled appointments.': '需要统计取消预约的数量。',
  'Which of the two reports do you mean, the weekly one or the one for the insurer? A sample would help.':
    '请问是周报，还是给保险公司的那份？方便的话请附一份样例。',
  'Patients should be able to move an appointment themselves': '患者能自己改约',
  'Half of the calls at reception are about moving an appointment. The link in the text message should allow it.':
    '前台一半的来电都是改约，希望点短信里的链接就能改。',
};
