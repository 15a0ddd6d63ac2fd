import { expect, it } from 'vitest';
import { onEachDialect } from '../testing/suite.ts';

onEachDialect('calls', (given) => {
  it('a query may be posted, and answers the same; a mutation by GET is refused', async () => {
    const manager = await given.tenant.as('manager');
    const id = given.tenant.milestoneIds[0]!;
    const got = await manager.ok(`GET /trpc/milestones.get?input=${encodeURIComponent(JSON.stringify({ id }))}`);
    expect(await manager.ok('POST /trpc/milestones.get', { id })).toEqual(got);
    // The SDK does not know what reads: a key with a read means nothing.
    const key = { 'idempotency-key': 'read-twice' };
    await manager.ok('POST /trpc/milestones.get', { id }, key);
    await given.tenant.key.ok(`PATCH /v1/milestones/${id}`, { progress: 33 });
    const after = await manager.rest('POST /trpc/milestones.get', { id }, key);
    expect(after.body.result.data.progress).toBe(33);
    expect(after.headers.get('idempotency-replayed')).toBeNull();
    const refused = await manager.rest(`GET /trpc/milestones.update?input=${encodeURIComponent(JSON.stringify({ id, progress: 1 }))}`);
    expect([refused.status, refused.body.error.data.code]).toEqual([405, 'method_not_allowed']);
  });
});
