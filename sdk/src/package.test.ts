/** The package as it is published, seen by a consumer who has no server in reach. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const sdk = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(dirname(sdk), 'node_modules/.bin');
let consumer = '';

function write(file: string, text: string): void {
  writeFileSync(join(consumer, file), text);
}

beforeAll(() => {
  execFileSync(join(bin, 'node'), [join(sdk, 'build.mjs')], { stdio: 'pipe' });
  consumer = mkdtempSync(join(tmpdir(), 'portico-consumer-'));
  const modules = join(consumer, 'node_modules');
  const home = join(modules, '@portico/sdk');
  mkdirSync(home, { recursive: true });
  const { publishConfig, ...manifest } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8')) as Record<string, object>;
  write('node_modules/@portico/sdk/package.json', JSON.stringify({ ...manifest, ...publishConfig }));
  cpSync(join(sdk, 'dist'), join(home, 'dist'), { recursive: true, filter: (path) => !/types$|tsbuildinfo$/.test(path) });
  for (const name of Object.keys(manifest['dependencies'] ?? {})) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(sdk, 'node_modules', name), join(modules, name));
  }
  write('package.json', '{ "type": "module" }');
  write(
    'tsconfig.json',
    JSON.stringify({
      compilerOptions: {
        strict: true,
        noEmit: true,
        skipLibCheck: false,
        module: 'nodenext',
        target: 'es2022',
        lib: ['es2024', 'dom', 'dom.iterable'],
        types: [],
      },
    }),
  );
}, 120_000);

afterAll(() => rmSync(consumer, { recursive: true, force: true }));

test('types reach a consumer without the server, and a wrong call is rejected', () => {
  write(
    'index.ts',
    `import { createConnection, PorticoError, type Input, type Milestone, type Output } from '@portico/sdk';
import { drafts, outbox, type Submission } from '@portico/sdk/outbox';
import { openSocket } from '@portico/sdk/realtime';
import { createSessions } from '@portico/sdk/server';
import { memoryServer } from '@portico/sdk/testing';
import { hashEntities } from '@portico/sdk/hash';

const connection = createConnection({ url: 'https://portico.test', fetchToken: () => createSessions({ url: '', secretKey: 'k' }).mint({ contact: 'con_1' }), openSocket });
export const milestones: readonly Milestone[] = connection.project('prj_1').milestones.value;
export const input: Input<'milestones.update'> = { id: 'mst_1', progress: 60 };
const answer: Output<'milestones.update'> = await connection.call('milestones.update', input);
export const progress: number = answer.progress;
export const me = await connection.call('sessions.me');
export const hash: Promise<string> = hashEntities({ milestones });
export const server = memoryServer({ entities: { milestones: [] } });
export const code = (error: unknown) => (error instanceof PorticoError ? error.code : '');
const asked = { project: 'prj_1', title: 'Later, please', description: 'By a week.', category: 'schedule' } as const;
const submission: Submission<Output<'changeRequests.submit'>> = outbox(connection).submit('changeRequests.submit', asked, { key: 'form' });
export const number: number | undefined = submission.result.value?.number;
export const draft = drafts(connection).read<{ title: string }>('form')?.title;
// @ts-expect-error the instant of the tap is the outbox's to say
outbox(connection).submit('changeRequests.submit', { ...asked, at: '2026-11-22T08:00:00.000Z' });
// @ts-expect-error what has no instant of a tap cannot be sent later
outbox(connection).submit('milestones.update', { id: 'mst_1', progress: 60 });
// @ts-expect-error there is no such procedure
await connection.call('milestones.uptade', input);
// @ts-expect-error progress is a number
await connection.call('milestones.update', { id: 'mst_1', progress: '60' });
// @ts-expect-error the id is required
await connection.call('milestones.update', { progress: 60 });
// @ts-expect-error no such field
export const wrong: string = answer.colour;
// @ts-expect-error one person, please
await createSessions({ url: '', secretKey: 'k' }).mint({ ttl: 60 });
`,
  );
  const { status, stdout } = spawnSync(join(bin, 'tsc'), ['-p', consumer], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('every entry can be imported in Node, without a page', () => {
  write(
    'run.mjs',
    ['', '/realtime', '/outbox', '/server', '/testing', '/hash']
      .map((entry, index) => `import * as e${index} from '@portico/sdk${entry}';`)
      .join('\n'),
  );
  expect(spawnSync(join(bin, 'node'), [join(consumer, 'run.mjs')], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});
