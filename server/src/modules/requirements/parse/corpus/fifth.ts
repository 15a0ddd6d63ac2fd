import type { Message } from './messages.zh.ts';

/** A fifth set: chat, mail, minutes and lists, with the priority too (normal where none stands). First run: 20 of 40 right in every field, items F1 0.87, dates 53 of 61; all was mended since. */
export const fifthMessages: readonly Message[] = [
  {
    name: 'chat: scanner',
    text: '早上好，扫码枪今天又连不上了，从昨天下午开始的，麻烦看看。',
    drafts: [{ has: '扫码枪', type: 'defect', due: null }],
  },
  {
    name: 'chat: two wishes and one date in four lines',
    text: '在吗\n库存页面能不能加个按仓库筛选\n另外导出的表里没有批号，也加一下吧\n不着急，月底前就行',
    drafts: [
      { has: '筛选', type: 'functional', due: '2026-11-30', priority: 'low' },
      { has: '批号', type: ['functional', 'defect'], due: '2026-11-30', priority: 'low' },
    ],
  },
  {
    name: 'mail: three numbered points, signature, original mail',
    text: '顾经理：\n\n附件是我们内部讨论后的意见，请查收。\n\n一、质检单打印出来缺少检验员签名栏，请补上，11月13日前需要。\n二、委外收货目前要录两遍，希望能从采购单直接带出数据。\n三、车间大屏上的字太小，后排看不清，建议改为可调字号。\n\n如有疑问请随时与我联系。\n\n此致\n敬礼\n\n韩磊\n信息部经理 | 恒锐精密制造有限公司\n手机 139 1234 5678\n邮箱 han.lei@hengrui.example\n\n------------------ 原始邮件 ------------------\n发件人: 顾晨 <gu.chen@xuchuan.example>\n发送时间: 2026年11月2日(星期一) 下午5:20\n收件人: 韩磊\n主题: 请确认二期范围\n\n韩经理，请于本周五前反馈二期范围，另外请提供检验标准文件。',
    drafts: [
      { has: '签名栏', type: ['functional', 'defect', 'change'], due: '2026-11-13' },
      { has: '委外收货', type: ['functional', 'change'], due: null },
      { has: '可调字号', type: ['change', 'functional', 'nonfunctional'], due: null },
    ],
  },
  {
    name: 'minutes with reports, two decisions and the next meeting',
    text: '11月3日周会纪要\n参会：周敏、韩磊、顾晨、沈砚\n1. 顾晨通报了ERP联调进度，已完成八成。\n2. 客户提出：报工界面需增加撤销按钮，避免误报。\n3. 关于夜班数据延迟，沈砚说明原因是网关缓存，已恢复。\n4. 决定：标签模板由60×40改为70×50，下周五前切换。\n5. 下次会议11月10日14:00，地点305会议室。',
    drafts: [
      { has: '撤销按钮', type: 'functional', due: null },
      { has: '标签模板', type: 'change', due: '2026-11-13' },
    ],
  },
  {
    name: 'a complaint that ends in a wish',
    text: '昨天培训大家反映登录老是超时，一天要输五六次密码，能不能延长一下？',
    drafts: [{ has: '超时', type: ['change', 'defect', 'functional'], due: null }],
  },
  { name: 'a question', text: '请问二期的培训视频在哪里下载？', drafts: [{ has: '培训视频', type: 'question', due: null }] },
  {
    name: 'a list that is nothing but requirements',
    text: '需求清单：\n- 采购申请支持多级审批（金额超过5万需副总审批）\n- 物料编码自动生成\n- 对账单每月1号自动发送到财务邮箱\n- 系统要支持至少200人同时在线',
    drafts: [
      { has: '多级审批', type: 'functional', due: null },
      { has: '物料编码', type: 'functional', due: null },
      { has: '对账单', type: 'functional', due: null },
      { has: '200人', type: 'nonfunctional', due: null },
    ],
  },
  {
    name: 'the line stands still',
    text: '紧急！！产线停了，MES报“数据库连接失败”，请马上处理！',
    drafts: [{ has: '数据库连接失败', type: 'defect', due: null, priority: 'urgent' }],
  },
  {
    name: 'before an audit whose day is known',
    text: '客户那边12月8号要来审厂，在这之前追溯报告必须能一键导出PDF，并且要带公司抬头。',
    drafts: [{ has: '一键导出', type: 'functional', due: '2026-12-08' }],
  },
  {
    name: 'circled numbers in one line',
    text: '①首页的待办数量不对，显示12条点进去只有9条；②希望待办可以按紧急程度排序；③已办里能不能看到处理意见。',
    drafts: [
      { has: '待办数量', type: 'defect', due: null },
      { has: '排序', type: 'functional', due: null },
      { has: '处理意见', type: ['functional', 'question'], due: null },
    ],
  },
  {
    name: 'instead, with its reason and a date after it',
    text: '上次说的冷库温度报警，短信改成电话通知吧，值班的人夜里看不到短信。最晚下周一要用。',
    drafts: [{ has: '电话通知', type: 'change', due: '2026-11-09' }],
  },
  { name: 'thanks, it is solved', text: '谢谢，标签问题已经解决了，今天打印正常。辛苦各位！', drafts: [] },
  {
    name: 'two steps with a date each',
    text: '老师，供应商门户那边我们想分两步：先让供应商能看到自己的订单，12月15日上线；再做在线对账，明年3月底前完成就可以。',
    drafts: [
      { has: '订单', type: 'functional', due: '2026-12-15' },
      { has: '在线对账', type: 'functional', due: '2027-03-31' },
    ],
  },
  {
    name: 'slow, and how fast it should be',
    text: '出库单打印慢，点了打印要等十几秒，最好3秒以内能出来',
    drafts: [{ has: '打印', type: 'nonfunctional', due: null }],
  },
  {
    name: 'traditional characters',
    text: '您好，倉庫盤點的時候平板常常閃退，麻煩協助處理，另外希望盤點差異可以匯出Excel，謝謝。',
    drafts: [
      { has: '閃退', type: 'defect', due: null },
      { has: '匯出', type: 'functional', due: null },
    ],
  },
  {
    name: 'a chat log with names and times',
    text: '许婧 10:21\nSPC图的上下限能按产品分别设吗？现在所有产品一个标准\n顾晨 10:25\n收到，我们看一下\n许婧 10:26\n还有图例遮住了最后一个点，今天下班前改一下吧',
    drafts: [
      { has: '上下限', type: ['functional', 'question', 'change'], due: null },
      { has: '图例', type: ['defect', 'change'], due: '2026-11-04' },
    ],
  },
  {
    name: 'what stands in the way, and for whom to lift it',
    text: '我们财务说发票抬头不能改，能否放开给财务角色修改？权限只给唐会计一个人就行。',
    drafts: [{ has: '抬头', type: ['functional', 'change'], due: null }],
  },
  {
    name: 'no longer, but instead',
    text: '导出功能不用做了，改成在页面上直接看就好。',
    drafts: [{ has: '直接看', type: 'change', due: null }],
  },
  {
    name: 'three defects and a date for all, beside a date that is none',
    text: '合同约定11月底验收，目前还有以下问题未解决：\n1) 手持终端断网后数据丢失\n2) 盘点单无法反审核\n3) 图片上传超过5MB失败\n以上请于11月20日前全部修复。',
    drafts: [
      { has: '断网', type: 'defect', due: '2026-11-20' },
      { has: '反审核', type: 'defect', due: '2026-11-20' },
      { has: '图片上传', type: 'defect', due: '2026-11-20' },
    ],
  },
  {
    name: 'praise and one remark',
    text: '本周反馈汇总：界面比以前清爽多了，大家都说好用。唯一的意见是字体颜色太浅，阳光下看不清，请加深。',
    drafts: [{ has: '字体颜色', type: ['change', 'nonfunctional', 'defect', 'functional'], due: null }],
  },

  {
    name: 'chat: a blank page',
    text: 'hey, quick one: the barcode scanner page has been blank since this morning. can you have a look?',
    drafts: [{ has: 'blank', type: 'defect', due: null }],
  },
  {
    name: 'chat: two wishes and one date, in English',
    text: 'hi there\nwould be nice if the stock list had a filter by warehouse\nalso the export is missing the batch number, pls add it\nno rush, end of the month is fine',
    drafts: [
      { has: 'filter', type: 'functional', due: '2026-11-30', priority: 'low' },
      { has: 'batch number', type: ['functional', 'defect'], due: '2026-11-30', priority: 'low' },
    ],
  },
  {
    name: 'mail: three numbered points, signature, original message',
    text: 'Hello Chen,\n\nThank you for the call on Monday. As discussed, here is what we still need before the pilot:\n\n1) An inspector signature field on the QC sheet. We need this by 13 November.\n2) Receiving subcontracted parts currently has to be typed in twice; the data should come from the purchase order.\n3) The font on the shop floor screen is too small to be read from the back row, please make it adjustable.\n\nLet me know if anything is unclear.\n\nKind regards\n\nLei Han\nIT Manager | Hengrui Precision\nM +86 139 1234 5678\n\n-----Original Message-----\nFrom: Gu Chen <gu.chen@xuchuan.example>\nSent: Monday, November 2, 2026 5:20 PM\nTo: Han Lei\nSubject: Phase 2 scope\n\nPlease send us your comments by Friday and provide the inspection standard.',
    drafts: [
      { has: 'signature field', type: 'functional', due: '2026-11-13' },
      { has: 'purchase order', type: ['functional', 'change', 'defect'], due: null },
      { has: 'adjustable', type: ['functional', 'change', 'nonfunctional'], due: null },
    ],
  },
  {
    name: 'minutes in English',
    text: 'Minutes, weekly call, Nov 3\nPresent: Min, Lei, Chen, Yan\n- Chen reported that ERP integration is 80% done.\n- Client asked for an undo button on the reporting screen.\n- The late data on night shift was caused by the gateway cache; fixed.\n- Decided: the label template changes from 60x40 to 70x50, switch by Friday next week.\n- Next call: Nov 10, 2 pm.',
    drafts: [
      { has: 'undo button', type: 'functional', due: null },
      { has: 'label template', type: 'change', due: '2026-11-13' },
    ],
  },
  {
    name: 'a complaint that ends in a wish, in English',
    text: 'Users get logged out after ten minutes and have to type their password five or six times a day. Could you extend the session to at least an hour?',
    drafts: [{ has: 'session', type: ['change', 'defect', 'functional', 'nonfunctional'], due: null }],
  },
  {
    name: 'a question in English',
    text: 'Where can I download the training videos for phase two?',
    drafts: [{ has: 'training videos', type: 'question', due: null }],
  },
  {
    name: 'a list that is nothing but requirements, in English',
    text: 'Requirements:\n* Purchase requests need multi-level approval (the VP approves anything above 50,000)\n* Material codes are generated automatically\n* Statements are mailed to accounting on the 1st of every month\n* The system must handle at least 200 concurrent users',
    drafts: [
      { has: 'multi-level approval', type: 'functional', due: null },
      { has: 'Material codes', type: 'functional', due: null },
      { has: 'Statements', type: 'functional', due: null },
      { has: '200 concurrent', type: 'nonfunctional', due: null },
    ],
  },
  {
    name: 'a line is down',
    text: 'URGENT: line 3 is down. MES says "database connection failed". Please fix immediately!',
    drafts: [{ has: 'database connection failed', type: 'defect', due: null, priority: 'urgent' }],
  },
  {
    name: 'before an audit on a day, in English',
    text: 'Our customer audits us on December 8. Before that, the traceability report must export to PDF with one click and carry our letterhead.',
    drafts: [{ has: 'export to PDF', type: 'functional', due: '2026-12-08' }],
  },
  {
    name: 'letters in one line',
    text: "(a) The to-do counter is wrong: it says 12, but there are only 9 in the list. (b) I'd like to sort to-dos by urgency. (c) Can finished items show who approved them?",
    drafts: [
      { has: 'counter', type: 'defect', due: null },
      { has: 'sort', type: 'functional', due: null },
      { has: 'finished items', type: ['functional', 'question'], due: null },
    ],
  },
  {
    name: 'instead, in English',
    text: 'About the cold store alarm: please call the duty phone instead of sending a text message, nobody sees texts at night. Needed by Monday at the latest.',
    drafts: [{ has: 'duty phone', type: 'change', due: '2026-11-09' }],
  },
  { name: 'thanks, it works again', text: 'Thanks a lot, the labels print fine again. Great work everybody!', drafts: [] },
  {
    name: 'two steps, in English',
    text: 'We would like to roll out the supplier portal in two steps: first, suppliers can see their own orders, live on December 15. Second, online reconciliation, which is fine by the end of March.',
    drafts: [
      { has: 'own orders', type: 'functional', due: '2026-12-15' },
      { has: 'reconciliation', type: 'functional', due: '2027-03-31' },
    ],
  },
  {
    name: 'slow, and how fast, in English',
    text: 'Printing a delivery note takes more than ten seconds. It should be under 3 seconds.',
    drafts: [{ has: '3 seconds', type: 'nonfunctional', due: null }],
  },
  {
    name: 'help and a wish',
    text: "The tablet app crashes a lot during stocktaking, please help. We'd also love to export the differences to Excel. Cheers, Kim",
    drafts: [
      { has: 'crashes', type: 'defect', due: null },
      { has: 'export', type: 'functional', due: null },
    ],
  },
  {
    name: 'a chat log in English',
    text: "Jing Xu, 10:21 AM\nCan the SPC limits be set per product? Right now there's one for all of them.\nChen Gu, 10:25 AM\nGot it, we'll check\nJing Xu, 10:26 AM\nAnd the legend covers the last point, please fix that by end of day",
    drafts: [
      { has: 'SPC limits', type: ['functional', 'question', 'change'], due: null },
      { has: 'legend', type: 'defect', due: '2026-11-04' },
    ],
  },
  {
    name: 'opening something up',
    text: "Accounting tells me they can't edit the invoice title. Could you open that up for the accounting role? Only Ms Tang needs it.",
    drafts: [{ has: 'invoice title', type: ['functional', 'change', 'defect'], due: null }],
  },
  {
    name: 'forget about it',
    text: 'Forget about the export; just show it on the page instead.',
    drafts: [{ has: 'on the page', type: 'change', due: null }],
  },
  {
    name: 'three defects and a date for all, in English',
    text: "Acceptance is planned for the end of November. These are still open:\n1. The handheld loses data when it goes offline\n2. Stocktakes can't be reopened\n3. Uploading pictures over 5 MB fails\nPlease fix all of them by November 20.",
    drafts: [
      { has: 'handheld', type: 'defect', due: '2026-11-20' },
      { has: 'reopened', type: 'defect', due: '2026-11-20' },
      { has: 'pictures', type: 'defect', due: '2026-11-20' },
    ],
  },
  {
    name: 'praise and one remark, in English',
    text: 'Feedback of the week: the new screens look much cleaner, everybody likes them. One thing only: the grey text is too light to read in the sun, please make it darker.',
    drafts: [{ has: 'grey text', type: ['change', 'nonfunctional', 'defect', 'functional'], due: null }],
  },
];
