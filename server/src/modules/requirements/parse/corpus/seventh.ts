import type { Message } from './messages.zh.ts';

/**
 * A seventh set: mails of three requests each, with the signatures and quoted mails of many programs. First run: 4 of 16 right in every field, 9 with exactly
 * three drafts, items F1 0.89, dates 40 of 44; all was mended since.
 */
export const seventhMessages: readonly Message[] = [
  {
    name: 'mail 163: table of the quoted mail',
    text: '孙经理：\n您好！供应商对账功能试用下来，有三个地方需要改进：\n1、对账单金额保留两位小数，现在是四位；\n2、希望增加按供应商批量下载；\n3、审批通过后没有邮件通知对方，请修复。\n以上，请安排。\n\n李敏\n2026年11月3日\n\n\n---- 回复的原邮件 ----\n| 发件人 | 孙浩<sun.hao@vendor.example> |\n| 日期 | 2026年11月02日 10:20 |\n| 收件人 | 李敏<li.min@client.example> |\n| 主题 | 对账功能试用 |\n李经理，请本周内反馈试用意见，另外请提供三家供应商的测试数据。',
    drafts: [
      { has: '小数', type: ['change', 'functional', 'defect'], due: null },
      { has: '批量下载', type: 'functional', due: null },
      { has: '邮件通知', type: 'defect', due: null },
    ],
  },
  {
    name: 'mail iPhone: prose, quoted with marks',
    text: '王工，门禁那边麻烦三件事。首先访客预约要能选会议室，其次临时卡到期自动失效，最后二号门的读卡器经常刷不上，请派人看看。\n\n发自我的iPhone\n\n> 在 2026年11月2日，下午3:20，王工 <wang@vendor.example> 写道：\n>\n> 张主任，门禁系统已部署完毕，请安排人员验收，并把名单发给我。',
    drafts: [
      { has: '会议室', type: 'functional', due: null },
      { has: '自动失效', type: 'functional', due: null },
      { has: '读卡器', type: 'defect', due: null },
    ],
  },
  {
    name: 'mail Gmail zh: dashes as a list',
    text: '陈老师好，\n\n教务处讨论后希望：\n\n- 选课开放时间可以按年级分批设置\n- 成绩录入页面支持从Excel粘贴\n- 12月20日前把补考名单导出功能做出来\n\n祝好\n周晓\n教务处 | 明德学院\n\n陈立 <chen.li@vendor.example> 于2026年11月2日周一 下午3:20写道：\n\n> 周老师，选课模块已经上线。\n> 需要贵处确认一下权限表，最好周三前给我。\n>',
    drafts: [
      { has: '分批', type: 'functional', due: null },
      { has: '粘贴', type: 'functional', due: null },
      { has: '补考名单', type: 'functional', due: '2026-12-20' },
    ],
  },
  {
    name: 'mail Outlook zh: paragraphs with 另外 and 还有',
    text: '小刘，\n\n报价单模板请换成附件里的新版，下周一开始用新抬头。\n\n另外，客户编号重复的时候系统没有提示，已经出现两次撞号了。\n\n还有一件事，销售希望在手机上也能看到库存。\n\n谢谢\n\n黄莉\n市场部\n\n发件人: 刘洋 <liu.yang@vendor.example>\n发送时间: 2026年11月2日 9:15\n收件人: 黄莉 <huang.li@client.example>\n抄送: 项目组\n主题: 答复: 上线确认\n\n黄总，请确认上线时间，并补充一份签字版的确认函。',
    drafts: [
      { has: '报价单模板', type: 'change', due: null },
      { has: '重复', type: ['defect', 'functional'], due: null },
      { has: '库存', type: 'functional', due: null },
    ],
  },
  {
    name: 'mail formal: 一、二、三 and 顺颂商祺',
    text: '尊敬的赵总：\n\n感谢贵司团队连日来的支持。经我方评审，现提出如下调整：\n\n一、发票识别准确率须达到98%以上；\n二、付款申请增加预算占用校验，超预算时不允许提交；\n三、将首页“待办”改名为“我的任务”。\n\n请于11月25日前完成。\n\n顺颂\n商祺\n\n中铁物资 财务共享中心\n联系人：吴昊  联系电话：010-5550 1122\n\n-----邮件原件-----\n发件人：赵强\n发送时间：2026年11月1日\n收件人：吴昊\n主题：评审稿\n\n吴处，请审阅评审稿，如有意见请于周四前提出。',
    drafts: [
      { has: '98%', type: 'nonfunctional', due: '2026-11-25' },
      { has: '预算', type: 'functional', due: '2026-11-25' },
      { has: '我的任务', type: 'change', due: '2026-11-25' },
    ],
  },
  {
    name: 'mail Foxmail: bullets with reasons',
    text: '林工：\n\n昨天巡检时发现的，请尽快看一下：\n● 泵房摄像头画面卡住不动，从早上开始的\n● 报警短信发给了离职的同事，名单要能自己维护\n● 巡检路线图打印出来太小，看不清\n\n麻烦了！\n\n\n何伟\n\n发件人： 林峰\n发送时间： 2026-11-02 15:20\n收件人： 何伟\n主题： 回复: 巡检模块\n何工，巡检模块培训定在周五上午，请通知各班组参加。',
    drafts: [
      { has: '摄像头', type: 'defect', due: null, priority: ['high', 'normal'] },
      { has: '名单', type: ['functional', 'change', 'defect'], due: null, priority: ['high', 'normal'] },
      { has: '路线图', type: ['nonfunctional', 'defect', 'change'], due: null, priority: ['high', 'normal'] },
    ],
  },
  {
    name: 'mail: 1. with explanations under each item',
    text: 'Dear 张经理，\n\n请协助以下三项：\n\n1. 增加夜间模式\n   值班室晚上灯光暗，白色背景刺眼。\n2. 修复交接班记录丢失\n   上周二和上周四各丢过一次，刷新后又出现。\n3. 支持扫码登录\n   戴手套打字不方便，最好下个月底前能用上。\n\nThanks & Best Regards\n\nSarah Chen 陈思\nHSE Dept.\nTel: 021-5550 7788\n\n> ------------------ Original ------------------\n> From: "张磊"<zhang.lei@vendor.example>;\n> Date: Mon, Nov 2, 2026 05:20 PM\n> To: "陈思"<sarah@client.example>;\n> Subject: Re: feedback\n>\n> 请把使用中的问题汇总给我，谢谢。',
    drafts: [
      { has: '夜间模式', type: 'functional', due: null },
      { has: '丢失', type: 'defect', due: null },
      { has: '扫码登录', type: 'functional', due: '2026-12-31' },
    ],
  },
  {
    name: 'mail: short, reply on top, three sentences',
    text: '收到，看过了。问题有三：列表翻到第二页就报错；搜索框希望支持拼音；“导出”按钮请放到右上角。\n\n沈倩\n\n在 2026/11/2 15:20, 马超 写道:\n> 沈经理，新版列表页已发测试环境，请试用。\n> 期待您的反馈！',
    drafts: [
      { has: '第二页', type: 'defect', due: null },
      { has: '拼音', type: 'functional', due: null },
      { has: '右上角', type: 'change', due: null },
    ],
  },
  {
    name: 'mail Gmail en: wrapped attribution',
    text: 'Hi Tom,\n\nI tried the new booking form with the front desk today. Three points:\n\n* guests should be able to add a comment\n* the total is wrong when breakfast is included\n* please rename “Children” to “Guests under 12”\n\nCheers\nAnna\n\nOn Mon, Nov 2, 2026 at 3:20 PM Tom Jones\n<tom.jones@vendor.example> wrote:\n\n> Hi Anna,\n>\n> the form is ready for testing. Please let us have your remarks by Thursday,\n> and send the list of room types.\n',
    drafts: [
      { has: 'comment', type: 'functional', due: null },
      { has: 'total', type: 'defect', due: null },
      { has: 'rename', type: 'change', due: null },
    ],
  },
  {
    name: 'mail Outlook en: prose with first, second, finally',
    text: 'Dear team,\n\nthanks for the quick turnaround. First, the invoice PDF should carry our VAT number. Second, the reminder mails go out twice, which annoys our customers. Finally, could you make the customer list sortable by revenue before December 1?\n\nKind regards,\n\nMarta Silva\nHead of Billing\nAcme Energy GmbH\nPhone: +49 30 1234567 | marta.silva@acme.example\n\nFrom: Support <support@vendor.example>\nSent: Monday, 2 November 2026 09:15\nTo: Marta Silva <marta.silva@acme.example>\nSubject: RE: Release 2.4\n\nHello Marta,\n\nrelease 2.4 is live. Please test the invoices and confirm by Friday.',
    drafts: [
      { has: 'VAT number', type: 'functional', due: null },
      { has: 'twice', type: 'defect', due: null },
      { has: 'sortable', type: 'functional', due: '2026-12-01' },
    ],
  },
  {
    name: 'mail iPhone en: three lines',
    text: 'Can we get the rota as a calendar feed? The swap button does nothing on my phone. And holidays need to be shown in another colour.\n\nSent from my iPhone\n\n> On 2 Nov 2026, at 15:20, Dev Team <dev@vendor.example> wrote:\n>\n> Hi Priya, the rota module is ready. Please try it and tell us what is missing.',
    drafts: [
      { has: 'calendar feed', type: ['functional', 'question'], due: null },
      { has: 'swap button', type: 'defect', due: null },
      { has: 'colour', type: ['functional', 'change', 'nonfunctional'], due: null },
    ],
  },
  {
    name: 'mail en: numbered with a deadline for all',
    text: 'Hello Peter,\n\nhere is what we need before the trade fair, all by November 20:\n\n1. a QR code on every badge\n2. visitor statistics per hall\n3. the exhibitor list in French\n\nBest,\nClaire\n--\nClaire Dubois | Expo Lyon\n+33 4 55 50 11 22\n\n-----Original Message-----\nFrom: Peter Novak\nSent: 30 October 2026 11:02\nTo: Claire Dubois\nSubject: Wish list\n\nClaire, please send me your wish list by Wednesday.',
    drafts: [
      { has: 'QR code', type: 'functional', due: '2026-11-20' },
      { has: 'statistics', type: 'functional', due: '2026-11-20' },
      { has: 'French', type: ['functional', 'nonfunctional', 'change'], due: '2026-11-20' },
    ],
  },
  {
    name: 'mail Yahoo en: quoted without marks',
    text: 'Hi Sam,\nworks better now, thanks! Still open on our side:\n- uploads over 20 MB stop at 99 %\n- we would like thumbnails in the gallery\n- the contact form must not be shown to guests\nRegards, Ines\n\n    On Monday, 2 November 2026 at 15:20:11 GMT+8, Sam Lee <sam@vendor.example> wrote:  \n \n Hi Ines,\n the gallery is fixed. Please check it and close the ticket.\n Sam',
    drafts: [
      { has: 'uploads', type: 'defect', due: null },
      { has: 'thumbnails', type: 'functional', due: null },
      { has: 'contact form', type: ['functional', 'nonfunctional', 'change'], due: null },
    ],
  },
  {
    name: 'mail en: a heading for each request',
    text: 'Good morning Li,\n\nplease find our requests below.\n\nPermissions: interns must not see salaries.\n\nPerformance: opening a personnel file takes about 12 seconds, 3 seconds would be acceptable.\n\nReports: we need the headcount per site every Monday morning.\n\nMany thanks and best regards,\n\nJohn Carter\nHR Director\nGlobex Ltd\nwww.globex.example\n\n________________________________\nFrom: Li Na <li.na@vendor.example>\nSent: Friday, October 30, 2026 4:45 PM\nTo: John Carter <j.carter@globex.example>\nSubject: Next steps\n\nDear John, please list your requests for the next release.',
    drafts: [
      { has: 'salaries', type: ['functional', 'nonfunctional', 'change'], due: null },
      { has: 'personnel file', type: 'nonfunctional', due: null },
      { has: 'headcount', type: 'functional', due: null },
    ],
  },
  {
    name: 'mail en: also, and one more thing',
    text: 'Hi Maria,\n\nthe driver app keeps losing the GPS signal in tunnels, can you have a look? Also, dispatchers would like to see the remaining driving time on the map. One more thing: please change the depot address to 14 Harbour Street.\n\nThanks a lot\nBen\n\nBen Okafor\nFleet manager, Northline Haulage\nM: +44 7700 900123\n\nOn 02/11/2026 15:20, Maria Rossi wrote:\n> Hi Ben,\n> how is the pilot going? Please send feedback.\n> Maria',
    drafts: [
      { has: 'GPS', type: 'defect', due: null },
      { has: 'remaining driving time', type: 'functional', due: null },
      { has: 'depot address', type: 'change', due: null },
    ],
  },
  {
    name: 'mail en: explanations under each item',
    text: 'Hi Kim,\n\nAfter the audit we have to change three things:\n\n1) Keep deleted records for 90 days\n   The auditor wants to be able to restore them.\n2) Two-factor login for administrators\n   An app or a text message, we do not mind.\n3) The audit trail shows the wrong user after a handover\n   See ticket 4711.\n\nThe first two by the end of the year, please.\n\nRegards\nOlga\n\nOlga Petrova\nCompliance\n\n----- Forwarded message -----\nFrom: Kim Larsen <kim@vendor.example>\nTo: Olga Petrova <olga@client.example>\nSent: Monday, 2 November 2026, 10:11\nSubject: Audit\n\nOlga, please tell me what the auditor found.',
    drafts: [
      { has: '90 days', type: ['functional', 'nonfunctional', 'change'], due: '2026-12-31' },
      { has: 'Two-factor', type: ['functional', 'nonfunctional'], due: '2026-12-31' },
      { has: 'audit trail', type: 'defect', due: null },
    ],
  },
];
