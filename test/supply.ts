/**
 * What Portico is made of beside its own code, for those who have to know: `npm run supply -- sbom` prints a CycloneDX bill of materials,
 * `npm run supply` the licences. Both come from the lockfile and the installed packages alone; nobody is asked.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './rules/sources.ts';

export interface Package {
  name: string;
  version: string;
  /** As the lockfile has it. */
  integrity: string;
  /** What it says of itself; null where it is not for this machine. */
  licence: string | null;
  /** The server or the browser code needs it to run. */
  shipped: boolean;
}

/** Every package of the lockfile. */
export function packages(lockfile = readFileSync(join(root, 'pnpm-lock.yaml'), 'utf8')): Package[] {
  const part = (from: string, to: string): string => lockfile.split(`\n${from}:\n`)[1]?.split(`\n${to}:\n`)[0] ?? '';
  const shipped = reached(part('importers', 'packages'), lockfile.split('\nsnapshots:\n')[1] ?? '');
  const found: Package[] = [];
  for (const [, name, version, integrity] of part('packages', 'snapshots').matchAll(
    /^ {2}'?(@?[^@'\s]+)@([^:'\s]+)'?:\n {4}resolution: \{integrity: ([^},\s]+)/gm,
  ))
    found.push({
      name: name ?? '',
      version: version ?? '',
      integrity: integrity ?? '',
      licence: licenceOf(`${name}@${version}`),
      shipped: shipped.has(`${name}@${version}`),
    });
  return found;
}

/** Blocks of YAML by their key at this depth. */
const blocks = (text: string, depth: number): Map<string, string> =>
  new Map(
    text.split(new RegExp(`^ {${depth}}(?=[^ \\n])`, 'm')).flatMap((block) => {
      const [, name] = /^'?([^'\n]+?)'?:/.exec(block) ?? [];
      return name === undefined ? [] : [[name, block] as const];
    }),
  );

/** What `sdk`, `widgets` and `server` need at run time, and what that needs. */
function reached(importers: string, snapshots: string): Set<string> {
  const graph = blocks(snapshots, 2);
  const own = [...blocks(importers, 2)].filter(([name]) => ['sdk', 'widgets', 'server'].includes(name));
  const wanted = own.flatMap(([, block]) =>
    [
      ...(/^ {4}dependencies:\n([^]*?)(?=^ {4}\w|$(?![^]))/m.exec(block)?.[1] ?? '').matchAll(
        /^ {6}'?([^'\n]+?)'?:\n.*\n {8}version: (\S+)/gm,
      ),
    ].map(([, name, version]) => `${name}@${version}`),
  );
  const seen = new Set<string>();
  const bare = (name: string): string => name.replace(/\(.*$/, '');
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (seen.has(bare(name))) continue;
    const block = graph.get(name);
    if (block === undefined) continue;
    seen.add(bare(name));
    for (const [, other, version] of block.matchAll(/^ {6}'?([^'\n]+?)'?: (\S+)$/gm)) wanted.push(`${other}@${version}`);
  }
  return seen;
}

function licenceOf(of: string): string | null {
  const store = join(root, 'node_modules/.pnpm');
  const flat = of.replaceAll('/', '+');
  folders ??= readdirSync(store);
  const folder = folders.find((entry) => entry === flat || entry.startsWith(`${flat}_`) || entry.startsWith(`${flat}(`));
  const manifest = folder && join(store, folder, 'node_modules', of.slice(0, of.lastIndexOf('@')), 'package.json');
  if (!manifest || !existsSync(manifest)) return null;
  type Said = string | { type: string };
  const { license, licenses } = JSON.parse(readFileSync(manifest, 'utf8')) as { license?: Said; licenses?: Said[] };
  const said = license ?? licenses;
  return [said]
    .flat()
    .map((one) => (typeof one === 'object' ? one.type : one))
    .join(' OR ');
}
let folders: string[] | undefined;

/** CycloneDX 1.6. The same lockfile makes the same document. */
export function billOfMaterials(all: readonly Package[]) {
  const { name, version, license, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const digest = createHash('sha256')
    .update(all.map((one) => `${one.name}@${one.version} ${one.integrity}`).join('\n'))
    .digest('hex');
  const [a, b, c, d, e] = [digest.slice(0, 8), digest.slice(8, 12), digest.slice(13, 16), digest.slice(17, 20), digest.slice(20, 32)];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${a}-${b}-5${c}-8${d}-${e}`,
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `${name}@${version}`,
        name,
        version,
        description,
        licenses: [{ license: { id: license } }],
      },
    },
    components: all.map((one) => {
      const purl = `pkg:npm/${one.name.replace('@', '%40')}@${one.version}`;
      return {
        type: 'library',
        'bom-ref': purl,
        name: one.name,
        version: one.version,
        purl,
        scope: one.shipped ? 'required' : 'excluded',
        hashes: [{ alg: 'SHA-512', content: Buffer.from(one.integrity.replace('sha512-', ''), 'base64').toString('hex') }],
        ...(one.licence === null
          ? {}
          : { licenses: [/ /.test(one.licence) ? { expression: one.licence } : { license: { id: one.licence } }] }),
      };
    }),
  };
}

function licences(all: readonly Package[]): string {
  const by = Map.groupBy(all, ({ licence }) => licence ?? 'of another system, not installed here');
  const lines = [...by]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(([licence, some]) => {
      const shipped = some.filter((one) => one.shipped).map((one) => `${one.name} ${one.version}`);
      return `${licence}: ${some.length}${shipped.length > 0 ? `, of these in the product: ${shipped.join(', ')}` : ', tools only'}`;
    });
  return lines.join('\n');
}

if (import.meta.main) {
  const all = packages();
  console.log(process.argv[2] === 'sbom' ? JSON.stringify(billOfMaterials(all), null, 2) : licences(all));
}
