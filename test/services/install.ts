/**
 * Brings what the tests need and the machine lacks. Run by `npm test` before the tests:
 * `node test/services/install.ts` prints what it does and the time it took.
 */
import { pathToFileURL } from 'node:url';
import { canInstall, debianLike, distribution, installPackages, unpackMysql } from './debian.ts';
import { chromiumPath, cjkFonts, databaseProgram, given, redisPath, type ServiceName } from './places.ts';

/** What the archive calls each service, and how it is called to a person. */
const packages: Record<ServiceName, string[]> = {
  chromium: ['chromium'],
  fonts: ['fonts-noto-cjk'],
  // The client package has a program that MariaDB's own initialising calls.
  mariadb: ['mariadb-server-core', 'mariadb-client'],
  mysql: [], // unpacked, not installed
  redis: ['redis-server'],
};

const titles: Record<ServiceName, string> = {
  chromium: 'Chromium',
  fonts: 'CJK fonts',
  mariadb: 'MariaDB',
  mysql: 'MySQL 9',
  redis: 'Redis',
};

/** The services that can neither be reached nor started here. */
export function lacking(): ServiceName[] {
  const has: Record<ServiceName, () => boolean> = {
    chromium: () => chromiumPath() !== undefined,
    fonts: cjkFonts,
    mariadb: () => given('mariadb') !== undefined || databaseProgram('mariadb') !== undefined,
    mysql: () => given('mysql') !== undefined || databaseProgram('mysql') !== undefined,
    redis: () => given('redis') !== undefined || redisPath() !== undefined,
  };
  return (Object.keys(has) as ServiceName[]).filter((name) => !has[name]());
}

/** One sentence that says how to get these services. */
export function advice(names: ServiceName[]): string {
  const list = names.map((name) => titles[name]).join(', ');
  const fromArchive = names.flatMap((name) => packages[name]);
  const variables = names.flatMap((name) =>
    name === 'fonts' ? [] : [name === 'chromium' ? 'CHROMIUM' : `TEST_${name.toUpperCase()}_URL`],
  );
  const command = debianLike()
    ? fromArchive.length > 0 && `run \`apt-get install ${fromArchive.join(' ')}\` as root`
    : 'install them with your package manager (Homebrew: mariadb, mysql, redis and a Chromium)';
  const ways = [command, variables.length > 0 && `set ${variables.join(', ')}`].filter(Boolean).join(', or ');
  return `Not on this machine: ${list}. To run their tests, ${ways || 'put them on PATH'}.`;
}

/**
 * Installs what is lacking from Debian's packages if that is possible here, and says so.
 * @returns what is still lacking, and the seconds that the packages took
 */
export function install(say: (line: string) => void): { lacking: ServiceName[]; seconds: number } {
  const missing = lacking();
  const began = performance.now();
  const wanted = missing.flatMap((name) => packages[name]);
  if (wanted.length > 0 && canInstall()) {
    say(`Installing Debian packages for the tests: ${wanted.join(', ')} …`);
    attempt(say, () => {
      const unknown = installPackages(wanted);
      if (unknown.length > 0) say(`This system's archive has no ${unknown.join(', ')}.`);
    });
  }
  if (missing.includes('mysql') && debianLike() && distribution() === 'debian') {
    say('Unpacking MySQL 9 from Debian packages into .cache/mysql …');
    attempt(say, unpackMysql);
  }
  return { lacking: missing.length > 0 ? lacking() : [], seconds: (performance.now() - began) / 1000 };
}

function attempt(say: (line: string) => void, work: () => void): void {
  try {
    work();
  } catch (error) {
    say(`That did not work: ${(error as Error).message}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const result = install((text) => console.log(text));
  if (result.seconds > 1) console.log(`Debian packages took ${result.seconds.toFixed(1)} s.`);
  if (result.lacking.length > 0) console.log(advice(result.lacking));
}
