/** A workspace to measure in: its database is brought up to date and its first secret key made, as an operator does it. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../server/src/cli/main.ts', import.meta.url));

export interface House {
  /** Of every server of this installation. */
  environment: Record<string, string>;
  secretKey: string;
}

export async function openHouse(databaseUrl: string, folder: string): Promise<House> {
  const environment = {
    DATABASE_URL: databaseUrl,
    PORTICO_DATA: folder,
    PORT: '0',
    PORTICO_SECRET: 'k3JvNw8sQzXr5TyUbMfHgLpDcVeAiOnW',
    // A load is what it is here to take.
    RATE_LIMITS: 'off',
    DELAY_LIMIT: '0',
  };
  const out = execFileSync(process.execPath, [main, 'keys', 'create', '--new-workspace', 'bench'], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { environment, secretKey: /ptk_\w+/.exec(out)![0] };
}
