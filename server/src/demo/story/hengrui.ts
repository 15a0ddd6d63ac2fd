/** The main project: a factory gets its execution system and an automated warehouse; four months in, one milestone late, one at risk. */
import type { Calendar } from './calendar.ts';
import { tasks } from './hengrui.tasks.ts';
import { chapter, type ChangeNote, type Chapter, type MilestoneNote } from './plan.ts';

const milestones: readonly MilestoneNote[] = [
  { key: 'kickoff', stage: 'blueprint', name: ['项目启动会', 'Kick-off meeting'], owner: 'manager', due: -116 },
  { key: 'survey', stage: 'blueprint', name: ['现场调研与数据采集', 'Site survey and data collection'], owner: 'engineer', due: -102 },
  { key: 'agreed', stage: 'blueprint', name: ['业务蓝图确认', 'Business blueprint agreed'], owner: 'manager', due: -88 },

  { key: 'mes-design', stage: 'design', name: ['MES 详细设计评审', 'MES detailed design reviewed'], owner: 'lead', due: -71 },
  { key: 'layout', stage: 'design', name: ['立体仓库布局与设备选型', 'Warehouse layout and equipment chosen'], owner: 'lead', due: -64 },
  { key: 'erp-spec', stage: 'design', name: ['ERP 接口规范签署', 'ERP interface specification signed'], owner: 'lead', due: -58 },
  {
    key: 'cost',
    stage: 'design',
    name: ['成本基线复核', 'Cost baseline reviewed'],
    owner: 'finance',
    due: -54,
    visibility: 'internal',
    note: '设备采购占比 46%，汇率按 7.2 锁定。',
  },

  { key: 'mes-core', stage: 'build', name: ['MES 生产执行模块', 'MES production execution'], owner: 'lead', due: -32 },
  { key: 'quality', stage: 'build', name: ['质量追溯与 SPC', 'Quality traceability and SPC'], owner: 'engineer', due: -20 },
  { key: 'erp', stage: 'build', name: ['ERP 双向接口联调', 'Two-way ERP interface tested'], owner: 'lead', due: -13 },
  { key: 'wms', stage: 'build', name: ['WMS 与设备控制联调', 'WMS and equipment control integrated'], owner: 'engineer', due: 6 },
  {
    key: 'shifts',
    stage: 'build',
    name: ['现场两班排班预案', 'Two-shift staffing plan'],
    owner: 'manager',
    due: 4,
    visibility: 'internal',
    note: '如 2 号堆垛机再晚到，从昆山项目借调两人。',
  },

  { key: 'network', stage: 'site', name: ['车间网络与服务器就绪', 'Shop-floor network and servers ready'], owner: 'engineer', due: 3 },
  { key: 'racking', stage: 'site', name: ['货架与堆垛机安装', 'Racking and stacker cranes installed'], owner: 'engineer', due: 13 },
  {
    key: 'terminals',
    stage: 'site',
    name: ['工位终端与扫码枪部署', 'Workstation terminals and scanners deployed'],
    owner: 'engineer',
    due: 21,
  },

  { key: 'training', stage: 'trial', name: ['关键用户培训', 'Key users trained'], owner: 'manager', due: 30 },
  { key: 'uat', stage: 'trial', name: ['用户验收测试', 'User acceptance test passed'], owner: 'manager', due: 37 },
  { key: 'pilot', stage: 'trial', name: ['一号线试运行两周', 'Two-week trial run on line 1'], owner: 'engineer', due: 52 },

  { key: 'cutover', stage: 'live', name: ['全厂切换上线', 'Plant-wide go-live'], owner: 'lead', due: 59 },
  { key: 'acceptance', stage: 'live', name: ['终验与运维移交', 'Final acceptance and hand-over to support'], owner: 'manager', due: 80 },
];

const changes: readonly ChangeNote[] = [
  { day: -116, time: '17:40', as: 'manager', milestone: 'kickoff', set: { status: 'done' } },
  { day: -115, time: '09:10', as: 'engineer', milestone: 'survey', set: { status: 'in_progress', progress: 10 } },
  { day: -108, time: '18:05', as: 'engineer', milestone: 'survey', set: { progress: 65 } },
  { day: -105, time: '16:30', as: 'engineer', milestone: 'survey', set: { status: 'done' } },
  { day: -103, time: '10:00', as: 'manager', milestone: 'agreed', set: { status: 'in_progress', progress: 20 } },
  { day: -94, time: '18:20', as: 'manager', milestone: 'agreed', set: { progress: 60 } },
  {
    day: -91,
    time: '14:15',
    as: 'manager',
    milestone: 'agreed',
    set: {
      due: -83,
      reason: ['评审时新增委外加工流程，多安排一轮确认。', 'Outsourced machining was added in the review; one more round of agreement.'],
    },
  },
  { day: -83, time: '15:50', as: 'manager', milestone: 'agreed', set: { status: 'done' } },
  { day: -82, time: '09:20', as: 'lead', milestone: 'mes-design', set: { status: 'in_progress', progress: 25 } },
  { day: -80, time: '11:05', as: 'lead', milestone: 'layout', set: { status: 'in_progress', progress: 15 } },
  { day: -75, time: '17:30', as: 'lead', milestone: 'mes-design', set: { progress: 80 } },
  { day: -72, time: '16:10', as: 'lead', milestone: 'mes-design', set: { status: 'done' } },
  { day: -70, time: '10:40', as: 'lead', milestone: 'layout', set: { progress: 70 } },
  { day: -69, time: '13:30', as: 'lead', milestone: 'erp-spec', set: { status: 'in_progress', progress: 30 } },
  { day: -64, time: '17:10', as: 'lead', milestone: 'layout', set: { status: 'done' } },
  {
    day: -60,
    time: '11:20',
    as: 'lead',
    milestone: 'erp-spec',
    set: {
      due: -54,
      progress: 75,
      reason: ['批次号规则双方口径不同，统一后再签。', 'The two sides read the batch number rule differently; signed once aligned.'],
    },
  },
  { day: -58, time: '15:00', as: 'manager', milestone: 'cost', set: { status: 'in_progress', progress: 50 } },
  { day: -55, time: '10:30', as: 'lead', milestone: 'erp-spec', set: { status: 'done' } },
  { day: -54, time: '16:45', as: 'manager', milestone: 'cost', set: { status: 'done' } },
  { day: -53, time: '09:15', as: 'lead', milestone: 'mes-core', set: { status: 'in_progress', progress: 10 } },
  { day: -47, time: '18:00', as: 'engineer', milestone: 'quality', set: { status: 'in_progress', progress: 10 } },
  { day: -44, time: '17:25', as: 'lead', milestone: 'mes-core', set: { progress: 55 } },
  { day: -37, time: '18:10', as: 'lead', milestone: 'mes-core', set: { progress: 85 } },
  { day: -34, time: '09:40', as: 'lead', milestone: 'erp', set: { status: 'in_progress', progress: 15 } },
  { day: -33, time: '16:20', as: 'lead', milestone: 'mes-core', set: { status: 'done' } },
  { day: -30, time: '11:10', as: 'engineer', milestone: 'network', set: { status: 'in_progress', progress: 20 } },
  {
    day: -24,
    time: '14:00',
    as: 'engineer',
    milestone: 'quality',
    set: {
      due: -17,
      progress: 80,
      reason: ['三坐标测量机改用新协议，采集程序重写。', 'The measuring machines moved to a new protocol; the collector was rewritten.'],
    },
  },
  { day: -23, time: '10:15', as: 'engineer', milestone: 'wms', set: { status: 'in_progress', progress: 15 } },
  {
    day: -19,
    time: '17:45',
    as: 'lead',
    milestone: 'erp',
    set: {
      due: -6,
      progress: 45,
      reason: ['SAP 测试环境升级，接口停用 6 天。', 'The SAP test system was being upgraded; the interface was down for 6 days.'],
    },
  },
  { day: -17, time: '15:35', as: 'engineer', milestone: 'quality', set: { status: 'done' } },
  { day: -16, time: '09:05', as: 'engineer', milestone: 'racking', set: { status: 'in_progress', progress: 10 } },
  {
    day: -14,
    time: '16:00',
    as: 'manager',
    milestone: 'cutover',
    set: { due: 66, reason: ['避开恒锐季度盘点周，顺延一周。', 'Moved by a week to keep clear of the quarterly stock-take at Hengrui.'] },
  },
  { day: -13, time: '18:20', as: 'engineer', milestone: 'network', set: { progress: 70 } },
  { day: -10, time: '17:50', as: 'engineer', milestone: 'racking', set: { progress: 35 } },
  { day: -9, time: '10:00', as: 'lead', milestone: 'erp', set: { progress: 70 } },
  { day: -8, time: '11:30', as: 'engineer', milestone: 'wms', set: { progress: 45 } },
  { day: -7, time: '14:20', as: 'manager', milestone: 'shifts', set: { status: 'in_progress', progress: 40 } },
  {
    day: -5,
    time: '09:25',
    as: 'lead',
    milestone: 'erp',
    set: {
      progress: 85,
      reason: [
        'SAP 测试环境升级停了 6 天，现已恢复；还剩 14 个退货场景要补测。',
        'The SAP test system was down for 6 days and is back; 14 return scenarios are still to be tested.',
      ],
    },
  },
  {
    day: -4,
    time: '16:40',
    as: 'engineer',
    milestone: 'racking',
    set: {
      progress: 50,
      atRisk: true,
      reason: [
        '2 号堆垛机运输延误约 4 天，先装 1、3 号巷道，安装改为两班。',
        'Stacker crane 2 ships about 4 days late; aisles 1 and 3 go first, in two shifts.',
      ],
    },
  },
  { day: -3, time: '18:00', as: 'engineer', milestone: 'wms', set: { progress: 65 } },
  { day: -2, time: '17:15', as: 'engineer', milestone: 'network', set: { status: 'done' } },
  { day: -1, time: '10:50', as: 'lead', milestone: 'erp', set: { progress: 90 } },
];

export const hengrui = (days: Calendar): Chapter =>
  chapter(days, {
    key: 'main',
    client: 'hengrui',
    name: ['智能工厂一期：MES 与立体仓库', 'Smart factory phase 1: MES and automated warehouse'],
    manager: 'manager',
    start: -118,
    due: 80,
    stages: [
      { key: 'blueprint', name: ['启动与蓝图', 'Kick-off and blueprint'] },
      { key: 'design', name: ['方案设计', 'Solution design'] },
      { key: 'build', name: ['开发与集成', 'Build and integration'] },
      { key: 'site', name: ['现场部署', 'On-site deployment'] },
      { key: 'trial', name: ['试运行与验收', 'Trial run and acceptance'] },
      { key: 'live', name: ['上线与移交', 'Go-live and hand-over'] },
    ],
    milestones,
    tasks,
    changes,
  });
