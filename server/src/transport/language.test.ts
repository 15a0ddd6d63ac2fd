/** Refusals in the caller's language, over REST, tRPC and the socket; what programs read stays as it is. */
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { languageOf } from '../core/language.ts';
import { invalidInput } from '../core/procedure.ts';
import { problemBody } from '../core/errors.ts';
import { procedures } from '../testing/procedures.ts';
import { onEachDialect } from '../testing/suite.ts';

const han = /\p{Script=Han}/u;

it('reads Accept-Language: the one that is preferred of those that there are, else English', () => {
  const chinese = ['zh-CN', 'zh', 'zh-Hans-CN', 'ZH-cn', 'zh-CN,zh;q=0.9,en;q=0.8', 'de, zh;q=0.5', 'en;q=0.2,zh;q=0.3', 'en;q=0,zh;q=0.1'];
  const english = [
    undefined,
    '',
    '*',
    'en',
    'de',
    'en-GB,zh;q=0.9',
    'zh;q=0',
    'zhuang',
    'zh;q=0.3,en;q=0.4',
    '"zh"',
    `${'x,'.repeat(50)}zh`,
  ];
  expect(chinese.map((header) => languageOf(header))).toEqual(chinese.map(() => 'zh-CN'));
  expect(english.map((header) => languageOf(header))).toEqual(english.map(() => 'en'));
});

it('whatever a schema refuses is said in Chinese, for every procedure', () => {
  const junk = [
    undefined,
    null,
    '',
    'x',
    '\u0000',
    'x\ny',
    'x'.repeat(21_000),
    -1,
    0.5,
    1e300,
    true,
    {},
    { x: 1 },
    [],
    Array.from({ length: 200 }, () => 0),
  ];
  const said = new Set<string>();
  for (const { input } of procedures) {
    const { shape = {} } = input.def as { shape?: Record<string, unknown> };
    for (const value of junk) {
      const tried = [
        value,
        ...Object.keys(shape).map((name) => ({ [name]: value, unknown: 1 })),
        ...Object.keys(shape).map((name) => ({ [name]: [value] })),
      ];
      for (const one of tried) {
        const parsed = input.safeParse(one);
        if (parsed.success) continue;
        const { detail, errors } = problemBody(invalidInput(parsed.error), 'id', 'zh-CN') as {
          detail: string;
          errors: { message: string }[];
        };
        for (const text of [detail, ...errors.map(({ message }) => message)])
          if (!han.test(text) || /[a-z]{4,} [a-z]{2,}/.test(text)) said.add(text);
      }
    }
  }
  expect([...said]).toEqual([]);
});

onEachDialect('refusals in the caller’s language', (given) => {
  const chinese = { 'accept-language': 'zh-CN,zh;q=0.9' };

  it('what a client is refused with is Chinese with the header and English without, with the same code', async () => {
    const { key, projectId } = given.tenant;
    const options = [
      { id: 'a', label: 'A' },
      { id: 'b', label: 'B' },
    ];
    const survey = await key.ok('POST /v1/surveys', {
      project: projectId,
      title: 'How is it going?',
      wave: 'first',
      questions: [
        { id: 'score', kind: 'nps', label: 'Score', required: true },
        { id: 'one', kind: 'single', label: 'One', options },
      ],
    });
    await key.ok(`POST /v1/surveys/${survey.id}/open`);
    const owner = await given.tenant.as('owner');
    const viewer = await given.tenant.as('viewer');
    await owner.ok(`POST /v1/surveys/${survey.id}/responses`, { answers: { score: 9 } });
    const change = await owner.ok('POST /v1/change-requests', {
      project: projectId,
      title: 'More',
      description: 'Needed',
      category: 'scope',
    });
    await owner.ok(`POST /v1/change-requests/${change.id}/withdraw`, {});
    const nobody = given.world.caller(null);
    const calls: [(typeof owner)['rest'], string, unknown, string][] = [
      [nobody.rest, 'GET /v1/me', undefined, '请在 Authorization: Bearer … 中发送会话令牌或密钥。'],
      [given.world.caller('nonsense').rest, 'GET /v1/me', undefined, '令牌既不是本服务器的会话，也不是密钥。'],
      [owner.rest, `POST /v1/surveys/${survey.id}/responses`, { answers: { score: 9 } }, '您已回答过此问卷；每位联系人每期只回答一次。'],
      [viewer.rest, `POST /v1/surveys/${survey.id}/responses`, { answers: { one: 'c' } }, 'answers.one：须为其中一个选项'],
      [viewer.rest, `POST /v1/surveys/${survey.id}/responses`, { answers: {} }, 'answers.score：此题必答'],
      [
        viewer.rest,
        'POST /v1/change-requests',
        { project: projectId, title: 'x', description: 'x', category: 'scope' },
        '您的角色（查看者）不能执行 change_request.submit。请联系：负责人、编辑者、密钥（有此权限者）。',
      ],
      [owner.rest, 'POST /v1/change-requests', { project: projectId, title: ' ', description: 'x', category: 'scope' }, 'title：不能为空'],
      [owner.rest, `POST /v1/change-requests/${change.id}/withdraw`, {}, '此变更申请的状态为“已撤回”，现在不能撤回。已是最终状态。'],
      [owner.rest, 'POST /v1/requirements/parse', { project: projectId }, 'text：必填，应为文本'],
      [owner.rest, 'GET /v1/milestones/mst_00000000000000000000000000', undefined, '没有此编号的里程碑，或您无权查看。'],
      [owner.rest, 'POST /v1/change-requests', '{', '请求内容无法按 JSON 解析。'],
      [owner.rest, 'PUT /v1/me', undefined, '此地址不支持 PUT，请用 GET。'],
    ];
    for (const [ask, call, body, expected] of calls) {
      const [english, told] = [await ask(call, body), await ask(call, body, chinese)];
      expect(told.body.detail, call).toBe(expected);
      expect(told.body.title, call).toMatch(han);
      expect(told.headers.get('content-language')).toBe('zh-CN');
      expect(english.headers.get('content-language')).toBe('en');
      expect(`${english.body.title} ${english.body.detail}`, call).not.toMatch(han);
      expect([told.status, told.body.code, told.body.errors?.map(({ path }: { path: string }) => path)]).toEqual([
        english.status,
        english.body.code,
        english.body.errors?.map(({ path }: { path: string }) => path),
      ]);
    }
  });

  it('tRPC says the same as REST, before it is asked and after', async () => {
    const { token } = await given.tenant.as('owner');
    const ask = async (path: string, body: unknown, headers: Record<string, string>) =>
      (
        (await (
          await fetch(`${given.world.url}/trpc/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
            body: JSON.stringify(body),
          })
        ).json()) as { error: { message: string; data: Record<string, unknown> } }
      ).error;
    const { message, data } = await ask('requirements.parse', { project: given.tenant.projectId, text: 5 }, chinese);
    expect([message, data['detail'], data['title'], data['code']]).toEqual([
      'text：应为文本，收到的是数字',
      'text：应为文本，收到的是数字',
      '输入内容有误',
      'invalid_input',
    ]);
    expect(data['errors']).toEqual([{ path: 'text', message: '应为文本，收到的是数字' }]);
    expect((await ask('requirements.parse', { project: given.tenant.projectId, text: 5 }, {})).message).toBe(
      'text: Invalid input: expected string, received number',
    );
    expect((await ask('nothing.here', {}, chinese)).message).toBe('没有此名称的接口。');
    expect((await ask('sessions.me?batch=1', {}, chinese)).message).toMatch(/^每次只能调用一个接口/);
  });

  it('a socket is refused in the language of its handshake', async () => {
    const socket = io(given.world.url, {
      transports: ['websocket'],
      auth: { token: 'nonsense' },
      reconnection: false,
      forceNew: true,
      extraHeaders: chinese,
    });
    const { data } = await new Promise<any>((resolve) => socket.on('connect_error', resolve));
    socket.disconnect();
    expect([data.code, data.title]).toEqual(['token_invalid', '身份凭证无效']);
  });
});
