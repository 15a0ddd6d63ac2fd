/** What clients asked to change, in every state that a change request can have. */
import type { Calendar } from './calendar.ts';
import type { StoryTalk } from './types.ts';

export const requests = ({ date, instant }: Calendar): StoryTalk[] => [
  {
    at: instant(-72, '10:12'),
    by: 'hengrui editor',
    do: 'changeRequests.submit',
    project: 'main',
    makes: ['cr-scan'],
    set: {
      title: '出库复核增加二次扫码',
      category: 'scope',
      wantedBy: date(-20),
      description: '上季度有三次错发，都出在出库复核。希望在装车前再扫一次箱码，与出库单比对，不一致时终端报警并锁定该托盘。',
    },
  },
  {
    at: instant(-71, '15:30'),
    by: 'manager',
    do: 'changeRequests.triage',
    about: 'cr-scan',
    set: { note: '工位终端已有扫码枪，只动 WMS，不动硬件。' },
  },
  {
    at: instant(-69, '11:05'),
    by: 'lead',
    do: 'changeRequests.estimate',
    about: 'cr-scan',
    set: { impact: { cost: { amount: 4_800_000, currency: 'CNY' }, days: 4 } },
  },
  {
    at: instant(-66, '16:45'),
    by: 'manager',
    do: 'changeRequests.approve',
    about: 'cr-scan',
    set: { reason: '同意，并入 WMS 与设备控制联调，不影响上线日期。', note: '毛利可接受，沈砚排期。' },
  },

  {
    at: instant(-41, '09:20'),
    by: 'hengrui owner',
    do: 'changeRequests.submit',
    project: 'main',
    makes: ['cr-board'],
    set: { title: '车间看板改为每 5 秒刷新', category: 'scope', description: '现在看板一分钟刷新一次，班组长觉得慢，希望改成 5 秒。' },
  },
  { at: instant(-40, '14:10'), by: 'lead', do: 'changeRequests.triage', about: 'cr-board' },
  {
    at: instant(-38, '17:25'),
    by: 'lead',
    do: 'changeRequests.reject',
    about: 'cr-board',
    set: {
      reason: '采集点每 30 秒才上报一次，刷新再快数据也不会变。建议改为“有变化就刷新”，已列入二期需求。',
      note: '客户电话里已接受这个说法。',
    },
  },

  {
    at: instant(-30, '10:40'),
    by: 'hengrui editor',
    do: 'changeRequests.submit',
    project: 'main',
    makes: ['cr-pdf'],
    set: { title: '日报导出改为 PDF', category: 'other', description: '日报现在导出 Excel，财务希望直接给 PDF。' },
  },
  {
    at: instant(-28, '09:15'),
    by: 'hengrui editor',
    do: 'changeRequests.withdraw',
    about: 'cr-pdf',
    set: { reason: '内部商量后继续用 Excel。' },
  },

  {
    at: instant(-16, '16:20'),
    by: 'hengrui editor',
    do: 'changeRequests.submit',
    project: 'main',
    makes: ['cr-outsource'],
    set: { title: '增加委外工序报工', category: 'scope', wantedBy: date(40), description: '热处理外协回厂后需要报工。' },
  },
  { at: instant(-14, '10:00'), by: 'manager', do: 'changeRequests.triage', about: 'cr-outsource' },
  {
    at: instant(-13, '14:35'),
    by: 'lead',
    do: 'changeRequests.return',
    about: 'cr-outsource',
    set: { reason: '请补充：涉及哪几道工序、由谁报工、是否需要回厂检验。' },
  },
  {
    at: instant(-9, '11:50'),
    by: 'hengrui editor',
    do: 'changeRequests.resubmit',
    about: 'cr-outsource',
    set: {
      description: '热处理、表面处理两道委外工序，回厂后由收货员在工位终端报工；热处理要抽检硬度并上传报告，表面处理不检验。',
      reason: '已和生产、质量确认。',
    },
  },
  { at: instant(-7, '09:30'), by: 'lead', do: 'changeRequests.triage', about: 'cr-outsource' },
  {
    at: instant(-5, '17:40'),
    by: 'lead',
    do: 'changeRequests.estimate',
    about: 'cr-outsource',
    set: { impact: { cost: { amount: 6_200_000, currency: 'CNY' }, days: 6 } },
  },

  {
    at: instant(-2, '18:05'),
    by: 'hengrui owner',
    do: 'changeRequests.submit',
    project: 'main',
    makes: ['cr-cutover'],
    set: {
      title: '全厂切换避开月末发货高峰',
      category: 'schedule',
      wantedBy: date(73),
      description: '月末三天发货量是平时的两倍，希望全厂切换再往后挪一周，先切 1 号车间。',
    },
  },

  {
    at: instant(-10, '15:10'),
    by: 'heyuan owner',
    do: 'changeRequests.submit',
    project: 'cold',
    makes: ['cr-alarm'],
    set: { title: '超温报警增加短信', category: 'scope', description: '夜里值班的人不看电脑，超温报警希望同时发短信给值班手机。' },
  },
  { at: instant(-8, '10:30'), by: 'manager', do: 'changeRequests.triage', about: 'cr-alarm', set: { note: '短信通道客户自备。' } },
];
