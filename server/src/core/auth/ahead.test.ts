/** T05: a command that begins as who its caller was a moment ago ends as who they are. */
import { beforeEach, expect, it } from 'vitest';
import { onEachDialect } from '../../testing/suite.ts';
import type { World } from '../../testing/world.ts';

onEachDialect('commands ahead of their look-up', (given) => {
  let node: World;
  beforeEach(async () => {
    node ??= await given.node();
  });
  const milestone = () => given.tenant.milestoneIds[0]!;
  const noteOf = async () => (await given.tenant.key.ok(`GET /v1/milestones/${milestone()}`)).note;
  /** A member whose calls were answered here and on another node a moment ago. */
  async function known(role: 'lead' | 'engineer') {
    const { id } = await given.tenant.key.ok('POST /v1/members', { name: 'A', role, email: 'a@x.example' });
    const { token } = await given.tenant.key.ok('POST /v1/sessions', { member: id });
    const [here, there] = [given.world.caller(token), node.caller(token)];
    // More than once, so that the last ones are carried out on what the node remembers.
    for (const page of [here, here, here, here, there, there, there, there]) {
      const { status } = await page.rest(`PATCH /v1/milestones/${milestone()}`, { note: `${Math.random()}` });
      expect(status).toBe(role === 'lead' ? 200 : 403);
    }
    return { id, here, there };
  }

  it('refused at the first call after the session was revoked, and nothing is written, here and on another node', async () => {
    const { id, here, there } = await known('lead');
    const before = await noteOf();
    await given.tenant.key.ok('POST /v1/sessions/revoke', { member: id });
    for (const page of [here, there]) {
      const answer = await page.rest(`PATCH /v1/milestones/${milestone()}`, { note: 'after the end' });
      expect(answer).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
    }
    expect(await noteOf()).toBe(before);
  });

  it('of many that go together, each is answered by its own rights', async () => {
    const [gone, stays] = [await known('lead'), await known('lead')];
    await given.tenant.key.ok('POST /v1/sessions/revoke', { member: gone.id });
    const statuses = await Promise.all(
      Array.from({ length: 24 }, async (_, nth) => {
        const page = nth % 2 === 0 ? gone : stays;
        return (await page.there.rest(`PATCH /v1/milestones/${milestone()}`, { note: `${nth % 2 === 0 ? 'gone' : 'stays'} ${nth}` }))
          .status;
      }),
    );
    expect(statuses).toEqual(Array.from({ length: 24 }, (_, nth) => (nth % 2 === 0 ? 401 : 200)));
    expect(await noteOf()).toMatch(/^stays/);
  });

  it('a revoked session learns nothing from what is wrong with its call, nor does one that may not', async () => {
    const { id, there } = await known('lead');
    await given.tenant.key.ok('POST /v1/sessions/revoke', { member: id });
    const wrong: [string, unknown][] = [
      [`PATCH /v1/milestones/${milestone()}`, { nothing: 1 }],
      ['PATCH /v1/milestones/mst_00000000000000000000000000', { note: 'x' }],
      ['POST /v1/requirements/parse', { project: given.tenant.projectId, text: 'x' }],
      ['POST /v1/sessions', { contact: given.tenant.contacts.owner }],
    ];
    for (const [call, body] of wrong)
      expect(await there.rest(call, body), call).toMatchObject({ status: 401, body: { code: 'token_revoked' } });
  });

  it('a new name is that of the next event', async () => {
    const { id, there } = await known('lead');
    // A new name ends no session; a new role does.
    await given.tenant.key.ok(`PATCH /v1/members/${id}`, { name: 'B' });
    await there.ok(`PATCH /v1/milestones/${milestone()}`, { note: 'by B' });
    const stream = `project:${given.tenant.projectId}:team`;
    let seq = 0;
    let actor;
    for (let more = true; more;) {
      const page = await given.tenant.key.ok(`GET /v1/feed?stream=${stream}&epoch=${await epochOf(stream)}&seq=${seq}`);
      actor = page.events.at(-1)?.actor ?? actor;
      seq = page.events.at(-1)?.seq ?? seq;
      more = page.more;
    }
    expect(actor).toMatchObject({ id, name: 'B' });
  });

  const epochOf = async (stream: string): Promise<string> =>
    (await given.world.portico.runtime.positions({ workspaceId: given.tenant.workspaceId, stream }))!.epoch;
});
