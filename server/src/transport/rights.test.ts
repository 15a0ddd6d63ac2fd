/** T05: rights that are taken away while events flow. `SECURITY=long` for as many as security.md asks of a night. */
import { expect, it } from 'vitest';
import { createRandom, seed } from '../testing/random.ts';
import { openLine, until } from '../testing/line.ts';
import { onEachDialect } from '../testing/suite.ts';

const changes = process.env['SECURITY'] === 'long' ? 1000 : 12;
const atOnce = 6;

onEachDialect(`rights (SEED=${seed})`, (given) => {
  it(
    `T05: of ${changes} people who lose their rights while events flow, nobody hears one afterwards, and each is refused at the next call`,
    async () => {
      const { key, clientId, projectId, milestoneIds } = given.tenant;
      const random = createRandom(seed);
      const stream = `project:${projectId}:client`;
      let flows = true;
      let progress = 0;
      const flow = (async () => {
        while (flows) await key.ok(`PATCH /v1/milestones/${milestoneIds[0]}`, { progress: (progress += 1) % 100 });
      })();
      const takings: ((id: string) => Promise<unknown>)[] = [
        (contact) => key.ok('POST /v1/sessions/revoke', { contact }),
        (contact) => key.ok(`PATCH /v1/contacts/${contact}`, { role: 'editor' }),
        (contact) => key.ok(`DELETE /v1/contacts/${contact}`),
      ];
      const lateness: number[] = [];
      const refusals = new Set<string>();
      const one = async (turn: number): Promise<void> => {
        const { id } = await key.ok('POST /v1/contacts', { clientId, name: `p${turn}`, email: `p${turn}@x.example`, role: 'viewer' });
        const { token } = await key.ok('POST /v1/sessions', { contact: id });
        const line = await openLine(given.world.url, { token });
        let last = 0;
        line.socket.on('event', () => (last = performance.now()));
        await line.ask('subscribe', { stream, epoch: '', seq: 0 });
        await until(() => last > 0, 10_000);
        await random.pick(takings)(id);
        const taken = performance.now();
        refusals.add((await given.world.caller(token).rest('GET /v1/me')).body.code);
        await line.ended;
        lateness.push(last - taken);
        line.close();
      };
      let next = 0;
      try {
        await Promise.all(
          Array.from({ length: atOnce }, async () => {
            while (next < changes) await one(next++);
          }),
        );
      } finally {
        flows = false;
        await flow;
      }
      expect([...refusals]).toEqual(['token_revoked']);
      expect(lateness.length).toBe(changes);
      expect(Math.max(...lateness)).toBeLessThan(2000);
    },
    changes * 400 + 20_000,
  );
});
