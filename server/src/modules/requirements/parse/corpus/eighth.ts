import type { Message } from './messages.zh.ts';

/** An eighth set: mails of three requests again, from other hands. First run: 2 of 12 right in every field, items F1 0.85, dates 26 of 33; all was mended since. */
export const eighthMessages: readonly Message[] = [
  {
    name: 'mail zh: museum',
    text: '郑工好：\n\n周末开放日来了两千多人，系统基本稳住了，感谢！还有几处想优化：\n\n① 排队取号页面在老年机上打不开；\n② 讲解预约满员后，希望能自动候补；\n③ 闭馆通知请改成提前一天推送。\n\n辛苦！\n\n博物馆 信息中心\n唐蕾\n座机：0571-5550 3344\n\n发件人：郑凯\n发送时间：2026年11月1日 20:11\n收件人：唐蕾\n主题：开放日保障\n\n唐老师，开放日当天我们安排两人值守，请提供现场联系人。',
    drafts: [
      { has: '取号', type: 'defect', due: null },
      { has: '候补', type: 'functional', due: null },
      { has: '闭馆通知', type: 'change', due: null },
    ],
  },
  {
    name: 'mail zh: hospital, prose',
    text: '各位老师：\n\n护理部反馈，移动护理PDA扫腕带反应太慢，高峰期要等五六秒。同时希望医嘱执行后能自动生成护理记录，减少重复书写。此外，体温单打印格式请按附件样式调整，本月20日前启用。\n\n盼复，谢谢。\n\n蒋雯\n护理部\n\n---------- Forwarded message ---------\nFrom: 系统运维 <ops@vendor.example>\nDate: 2026年11月2日周一 09:30\nSubject: 月度回访\nTo: 蒋雯 <jiang.wen@client.example>\n\n蒋主任，请填写月度回访表并于周五前寄回。',
    drafts: [
      { has: 'PDA', type: ['nonfunctional', 'defect'], due: null },
      { has: '护理记录', type: 'functional', due: null },
      { has: '体温单', type: 'change', due: '2026-11-20' },
    ],
  },
  {
    name: 'mail zh: logistics, numbered without a space',
    text: '小陈你好，\n昨天碰头会上说的三个点我再书面确认一下：\n1.签收照片要加时间水印\n2.司机端离线时不能丢单，上周丢了4单\n3.运费结算改为按月，12月起执行\n如有疑问电话沟通。\n\n鲁航 / 运营\n138 0000 2233\n\n-------- 原始邮件 --------\n主题：碰头会纪要\n发件人：陈晨\n收件人：鲁航\n\n鲁总，纪要见附件，请确认。',
    drafts: [
      { has: '水印', type: ['functional', 'nonfunctional'], due: null },
      { has: '丢单', type: ['defect', 'nonfunctional', 'functional'], due: null },
      { has: '运费结算', type: 'change', due: null },
    ],
  },
  {
    name: 'mail zh: property, mixed with praise',
    text: '孟经理：\n\n业主群里评价不错，尤其是报修进度能看到了。收集到三条意见：\n\n（一）缴费后电子发票没有发到邮箱；\n（二）老人不会用小程序，建议保留电话报修的录入入口；\n（三）访客二维码有效期太短，麻烦延长到24小时。\n\n以上请在下周五之前给个答复。\n\n物业服务中心 高婷\n\n\n孟涛 <meng.tao@vendor.example> 于2026年11月3日周二 10:02写道：\n> 高主任，请把业主的意见发我一份。',
    drafts: [
      { has: '发票', type: 'defect', due: '2026-11-13' },
      { has: '录入入口', type: ['functional', 'change'], due: '2026-11-13' },
      { has: '二维码', type: ['change', 'nonfunctional', 'functional'], due: '2026-11-13' },
    ],
  },
  {
    name: 'mail zh: factory, one dated, one urgent',
    text: '钱工：\n\nMES这周有三件事要处理。\n\n第一，3号线报工失败，提示“工单不存在”，比较急，今天要解决。\n第二，换型记录需要增加模具编号字段。\n第三，班组长看不到昨天的产量汇总，权限可能没配。\n\n王磊\n生产部\n\n> 2026年11月2日 16:40，钱进 <qian@vendor.example> 写道：\n> 王部长，请反馈本周使用情况。',
    drafts: [
      { has: '报工失败', type: 'defect', due: '2026-11-04', priority: ['high', 'urgent'] },
      { has: '模具编号', type: 'functional', due: null },
      { has: '产量汇总', type: 'defect', due: null },
    ],
  },
  {
    name: 'mail zh: bank, formal list with sub-clauses',
    text: '贵司项目组：\n\n根据11月2日评审会结论，请贵司完成以下修改：\n1. 登录失败5次锁定账户30分钟；\n2. 交易流水查询时间跨度由3个月调整为12个月；\n3. 所有报表增加导出PDF功能，并加盖电子章。\n以上内容须在2026年12月10日前提交测试。\n\n某某银行科技部\n联系人：庞博\n邮箱：pangbo@bank.example\n\n发件人: 项目组\n日期: 2026-11-02\n收件人: 庞博\n主题: 评审会纪要（待确认）\n\n请庞总确认纪要并签字。',
    drafts: [
      { has: '锁定', type: ['functional', 'nonfunctional'], due: '2026-12-10' },
      { has: '时间跨度', type: 'change', due: '2026-12-10' },
      { has: '导出PDF', type: 'functional', due: '2026-12-10' },
    ],
  },
  {
    name: 'mail en: gym',
    text: 'Hi Leo,\n\nhappy with the launch so far. Three things members keep asking for:\n\n- a waiting list for full classes\n- pausing a membership from the app\n- receipts that show the VAT rate\n\nCould you tell me by Friday what is possible?\n\nBest\nNora\n\nNora Weiss\nStudio manager | FitHouse\n\nOn Tue, 3 Nov 2026 at 08:12, Leo Brandt <leo@vendor.example> wrote:\n\n> Morning Nora, how was the first weekend? Please send me the top complaints.',
    drafts: [
      { has: 'waiting list', type: 'functional', due: null },
      { has: 'pausing', type: 'functional', due: null },
      { has: 'receipts', type: 'functional', due: null },
    ],
  },
  {
    name: 'mail en: clinic, prose',
    text: "Dear support,\n\nSince the update on Monday appointments disappear from the calendar when they are moved to another room. While you are at it, please raise the upload limit to 50 MB, our X-rays are larger than 20. We'd also like patients to get a text message the day before.\n\nYours sincerely,\nDr Helen Moss\nMoss & Partners\n12 Mill Lane, Bath\nTel 01225 550011\n\nFrom: Support Desk [mailto:desk@vendor.example]\nSent: 02 November 2026 17:45\nTo: Helen Moss\nSubject: Update 3.1 installed\n\nThe update has been installed. Please check your calendar and report any problems.",
    drafts: [
      { has: 'disappear', type: 'defect', due: null },
      { has: 'upload limit', type: ['change', 'functional', 'nonfunctional'], due: null },
      { has: 'text message', type: 'functional', due: null },
    ],
  },
  {
    name: 'mail en: warehouse, numbers with full stops',
    text: 'Hello Ravi,\n\nPoints from the floor this week:\n\n1. Scanners lose the connection in aisle 7.\n2. Pick lists should be sorted by shelf instead of by order.\n3. We need a report of short picks per customer by the end of next week.\n\nShout if anything is unclear.\n\nThanks,\nGreg\n\nGreg Hall | Site Lead\n+1 555 010 7788\n\n________________________________________\nFrom: Ravi Patel <ravi@vendor.example>\nSent: Monday, November 2, 2026 2:02 PM\nTo: Greg Hall\nSubject: Weekly check-in\n\nHi Greg, anything for us this week? Please also confirm the stock count date.',
    drafts: [
      { has: 'Scanners', type: 'defect', due: null },
      { has: 'Pick lists', type: 'change', due: null },
      { has: 'short picks', type: 'functional', due: '2026-11-15' },
    ],
  },
  {
    name: 'mail en: charity, polite',
    text: 'Dear Ms Lind,\n\nI hope you are well. After our board meeting I would like to ask for three changes. The donation page ought to offer monthly giving. The thank-you mail still has the old address, kindly replace it with the new one. And volunteers should be able to see their own hours.\n\nThere is no rush; the end of January is fine for all of them.\n\nWith kind regards,\nPaul Ekström\nTreasurer\n\n> From: Karin Lind\n> Sent: den 2 november 2026 10:00\n> To: Paul Ekström\n> Subject: Board meeting\n>\n> Dear Paul, please let me know what the board decides.',
    drafts: [
      { has: 'monthly giving', type: 'functional', due: '2027-01-31', priority: 'low' },
      { has: 'thank-you mail', type: ['change', 'defect'], due: '2027-01-31', priority: 'low' },
      { has: 'volunteers', type: 'functional', due: '2027-01-31', priority: 'low' },
    ],
  },
  {
    name: 'mail en: law firm, a) b) c)',
    text: 'Tim,\n\nfurther to our call:\n\na) the conflict check must include former clients;\nb) time entries are rounded up to full hours, they should be rounded to six minutes;\nc) please hide closed matters by default.\n\nWe would need b) by month end for billing.\n\nRegards,\nSusan\n\nSusan Park\nPartner\n\n-----Original Message-----\nFrom: Tim Ross <tim@vendor.example>\nSent: 03 November 2026 11:20\nTo: Susan Park\nSubject: Call today\n\nThanks for the call. Please send me your points in writing.',
    drafts: [
      { has: 'conflict check', type: ['functional', 'change'], due: null },
      { has: 'time entries', type: ['change', 'defect', 'functional'], due: '2026-11-30' },
      { has: 'closed matters', type: ['functional', 'change'], due: null },
    ],
  },
  {
    name: 'mail en: school, urgent one first',
    text: "Hi all,\n\nURGENT: parents can't log in since this morning, we get dozens of calls.\n\nNot urgent: the lunch menu could be shown on the start page, and teachers would like dark mode.\n\nThanks!\nMrs Adeyemi\nSchool office\n\nOn 3 Nov 2026, at 16:05, helpdesk <help@vendor.example> wrote:\n> Maintenance tonight from 22:00. Please inform parents.",
    drafts: [
      { has: "can't log in", type: 'defect', due: null, priority: 'urgent' },
      { has: 'lunch menu', type: 'functional', due: null, priority: ['low', 'normal'] },
      { has: 'dark mode', type: 'functional', due: null, priority: ['low', 'normal'] },
    ],
  },
];
