/** Who is in the story. All of them, and both companies, are made up; the addresses end in `.example`, which nobody can own. */
import type { StoryClient, StoryContact, StoryMember } from './types.ts';

export const workspace = { name: '序川软件', latin: 'Xuchuan Software', lang: 'zh-CN', timeZone: 'Asia/Shanghai' };

export const members: readonly StoryMember[] = [
  { role: 'admin', name: '何启明', latin: 'He Qiming', title: ['系统管理员', 'Administrator'], email: 'he.qiming@xuchuan.example' },
  { role: 'manager', name: '顾晨', latin: 'Gu Chen', title: ['项目经理', 'Project manager'], email: 'gu.chen@xuchuan.example' },
  { role: 'lead', name: '沈砚', latin: 'Shen Yan', title: ['技术负责人', 'Technical lead'], email: 'shen.yan@xuchuan.example' },
  { role: 'executive', name: '陆文博', latin: 'Lu Wenbo', title: ['交付副总', 'VP delivery'], email: 'lu.wenbo@xuchuan.example' },
  { role: 'engineer', name: '方可', latin: 'Fang Ke', title: ['实施工程师', 'Field engineer'], email: 'fang.ke@xuchuan.example' },
  { role: 'sales', name: '苏蔓', latin: 'Su Man', title: ['客户经理', 'Account manager'], email: 'su.man@xuchuan.example' },
  { role: 'finance', name: '唐颖', latin: 'Tang Ying', title: ['财务', 'Finance'], email: 'tang.ying@xuchuan.example' },
];

export const clients: readonly StoryClient[] = [
  { key: 'hengrui', name: ['恒锐精密', 'Hengrui Precision'] },
  { key: 'heyuan', name: ['禾远冷链', 'Heyuan Cold Chain'] },
];

export const contacts: readonly StoryContact[] = [
  {
    client: 'hengrui',
    role: 'owner',
    name: '周敏',
    latin: 'Zhou Min',
    title: ['生产副总', 'VP manufacturing'],
    email: 'zhou.min@hengrui.example',
  },
  {
    client: 'hengrui',
    role: 'editor',
    name: '韩磊',
    latin: 'Han Lei',
    title: ['信息部经理', 'IT manager'],
    email: 'han.lei@hengrui.example',
  },
  {
    client: 'hengrui',
    role: 'viewer',
    name: '许婧',
    latin: 'Xu Jing',
    title: ['质量主管', 'Quality supervisor'],
    email: 'xu.jing@hengrui.example',
  },
  {
    client: 'heyuan',
    role: 'owner',
    name: '任海涛',
    latin: 'Ren Haitao',
    title: ['运营总监', 'Head of operations'],
    email: 'ren.haitao@heyuan.example',
  },
];
