/** What clients said they need, and what became of it. */
import type { Calendar } from './calendar.ts';
import type { StoryTalk } from './types.ts';

interface Wish {
  title: string;
  quote: string;
  type: 'functional' | 'nonfunctional' | 'defect' | 'change' | 'question';
  priority: 'urgent' | 'high' | 'normal' | 'low';
  due?: string;
  nfr?: string;
  acceptance?: readonly string[];
}

/** A message and what its author confirmed of it; each quote stands in the message. */
const said = (text: string, items: readonly Wish[]) => ({
  text,
  items: items.map((item) => {
    const start = text.indexOf(item.quote);
    return { ...item, spans: { quote: { start, end: start + item.quote.length } } };
  }),
});

export const wishes = ({ date, instant }: Calendar): StoryTalk[] => [
  {
    at: instant(-45, '10:25'),
    by: 'hengrui editor',
    do: 'requirements.create',
    project: 'main',
    makes: ['r-report', 'r-login'],
    set: said('顾经理您好，\n班组长希望每天早上 8 点前收到前一天的产量日报。另外希望能用企业微信扫码登录，不用再记密码。\n韩磊', [
      {
        title: '早上 8 点前自动发送前一天的产量日报',
        quote: '班组长希望每天早上 8 点前收到前一天的产量日报',
        type: 'functional',
        priority: 'normal',
      },
      { title: '企业微信扫码登录', quote: '希望能用企业微信扫码登录，不用再记密码', type: 'functional', priority: 'low' },
    ]),
  },
  { at: instant(-44, '14:00'), by: 'lead', do: 'requirements.accept', about: 'r-report', set: { reason: '并入报表模块。' } },
  {
    at: instant(-43, '09:50'),
    by: 'manager',
    do: 'requirements.decline',
    about: 'r-login',
    set: { reason: '一期合同不含单点登录，建议二期立项时一并评估。', note: '客户 IT 还没有企业微信管理员权限。' },
  },
  { at: instant(-25, '18:10'), by: 'lead', do: 'requirements.complete', about: 'r-report', set: { reason: '已随质量追溯版本上线。' } },

  {
    at: instant(-18, '11:40'),
    by: 'hengrui owner',
    do: 'requirements.create',
    project: 'main',
    makes: ['r-fast', 'r-trace'],
    set: said('扫码之后页面要等三四秒，一线受不了，必须在 1 秒内出结果。客户审核时要能按序列号一次查到整条追溯链。', [
      {
        title: '扫码后 1 秒内出结果',
        quote: '扫码之后页面要等三四秒，一线受不了，必须在 1 秒内出结果',
        type: 'nonfunctional',
        priority: 'urgent',
        nfr: 'performance',
        acceptance: ['1 秒内'],
      },
      { title: '按序列号查询整条追溯链', quote: '客户审核时要能按序列号一次查到整条追溯链', type: 'functional', priority: 'high' },
    ]),
  },
  {
    at: instant(-17, '09:35'),
    by: 'lead',
    do: 'requirements.accept',
    about: 'r-fast',
    set: { note: '慢在工艺路线查询，加索引后约 0.4 秒。' },
  },
  { at: instant(-17, '09:40'), by: 'lead', do: 'requirements.accept', about: 'r-trace' },

  {
    at: instant(-3, '16:30'),
    by: 'hengrui editor',
    do: 'requirements.create',
    project: 'main',
    makes: ['r-train', 'r-print', 'r-return'],
    set: said('培训希望分两个班次进行，别影响生产。昨天 3 号线的标签打印机又打不出批次号了。退货入库的时候要不要重新质检？', [
      { title: '培训分两个班次进行', quote: '培训希望分两个班次进行，别影响生产', type: 'functional', priority: 'normal', due: date(30) },
      { title: '3 号线标签打印机打不出批次号', quote: '昨天 3 号线的标签打印机又打不出批次号了', type: 'defect', priority: 'high' },
      { title: '退货入库是否重新质检', quote: '退货入库的时候要不要重新质检？', type: 'question', priority: 'normal' },
    ]),
  },
  {
    at: instant(-2, '09:10'),
    by: 'hengrui owner',
    do: 'requirements.create',
    project: 'main',
    makes: ['r-board'],
    set: said('车间看板希望有变化就刷新。', [
      { title: '车间看板有变化就刷新', quote: '车间看板希望有变化就刷新', type: 'change', priority: 'normal' },
    ]),
  },
  {
    at: instant(-9, '10:00'),
    by: 'heyuan owner',
    do: 'requirements.create',
    project: 'cold',
    makes: ['r-cold'],
    set: said('冷库温度记录要保存三年，药监检查时要能导出。', [
      {
        title: '温度记录保存三年并可导出',
        quote: '冷库温度记录要保存三年，药监检查时要能导出',
        type: 'nonfunctional',
        priority: 'high',
        nfr: 'legal',
      },
    ]),
  },
];
