/** A second, smaller project of another client: what one client must never see of another. */
import type { Calendar } from './calendar.ts';
import { chapter, type Chapter } from './plan.ts';

export const heyuan = (days: Calendar): Chapter =>
  chapter(days, {
    key: 'cold',
    client: 'heyuan',
    name: ['冷库 WMS 升级', 'Cold-store WMS upgrade'],
    manager: 'manager',
    start: -40,
    due: 45,
    stages: [
      { key: 'cold-design', name: ['方案', 'Design'] },
      { key: 'cold-build', name: ['开发与测试', 'Build and test'] },
      { key: 'cold-live', name: ['切换', 'Cut-over'] },
    ],
    milestones: [
      { key: 'cold-scope', stage: 'cold-design', name: ['需求范围确认', 'Scope agreed'], owner: 'manager', due: -33 },
      {
        key: 'cold-spec',
        stage: 'cold-design',
        name: ['温控与库位规则设计', 'Temperature and slotting rules designed'],
        owner: 'lead',
        due: -18,
      },
      { key: 'cold-core', stage: 'cold-build', name: ['入库与波次拣选', 'Receiving and wave picking'], owner: 'engineer', due: 8 },
      {
        key: 'cold-sensors',
        stage: 'cold-build',
        name: ['温湿度传感器接入', 'Temperature and humidity sensors connected'],
        owner: 'engineer',
        due: 15,
      },
      { key: 'cold-migrate', stage: 'cold-live', name: ['历史库存迁移演练', 'Stock migration rehearsed'], owner: 'lead', due: 29 },
      { key: 'cold-cutover', stage: 'cold-live', name: ['新系统切换', 'New system live'], owner: 'manager', due: 45 },
    ],
    tasks: [
      {
        key: 'cold-inbound',
        milestone: 'cold-core',
        name: ['入库任务与温区校验', 'Receiving tasks and temperature zones'],
        owner: 'engineer',
        start: -15,
        due: -7,
        went: [[-7, 100]],
      },
      {
        key: 'cold-waves',
        milestone: 'cold-core',
        name: ['波次合并与拣选路径', 'Waves and picking routes'],
        owner: 'engineer',
        start: -6,
        due: 6,
        after: ['cold-inbound'],
        went: [[-3, 35]],
      },
      {
        key: 'cold-probes',
        milestone: 'cold-sensors',
        name: ['探头布点与标定', 'Probes placed and calibrated'],
        owner: 'engineer',
        start: 7,
        due: 12,
        after: [{ key: 'cold-waves', days: 1 }],
      },
    ],
    changes: [
      { day: -38, time: '14:00', as: 'manager', milestone: 'cold-scope', set: { status: 'in_progress', progress: 40 } },
      { day: -33, time: '16:30', as: 'manager', milestone: 'cold-scope', set: { status: 'done' } },
      { day: -31, time: '10:20', as: 'lead', milestone: 'cold-spec', set: { status: 'in_progress', progress: 30 } },
      { day: -19, time: '17:00', as: 'lead', milestone: 'cold-spec', set: { status: 'done' } },
      { day: -15, time: '09:40', as: 'engineer', milestone: 'cold-core', set: { status: 'in_progress', progress: 20 } },
      { day: -6, time: '18:10', as: 'engineer', milestone: 'cold-core', set: { progress: 60 } },
    ],
  });
