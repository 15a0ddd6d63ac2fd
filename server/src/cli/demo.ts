import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { createSessions } from '@portico/sdk/server';
import { createPortico, readConfig, cannotListen, type Config, type Portico } from '../index.ts';
import { isLoopback } from '../config.ts';
import { authenticate } from '../core/auth/authenticate.ts';
import { PorticoProblem } from '../core/errors.ts';
import { createCallerFactory } from '../core/procedure.ts';
import { today } from '../core/clock.ts';
import { appRouter } from '../modules/index.ts';
import { createSite, type Demo } from '../demo/site.ts';
import { portalOf, seed } from '../demo/seed.ts';
import { story } from '../demo/story.ts';
import { CommandFailed, type Command } from './command.ts';
import { untilToldToStop } from './running.ts';

export const demo: Command = {
  summary: "Serve the API and a demo vendor's web site that embeds the widgets.",
  usage: `Usage: portico demo [--reset]

The API listens on PORT (4400), the vendor's site on PORT + 1; addresses, ids and a secret key are in <PORTICO_DATA>/demo.json.
--reset begins again with a fresh demo workspace, dated relative to today.`,
  options: { reset: { type: 'boolean' } },
  async run({ reset }) {
    if (process.env['NODE_ENV'] === 'production')
      throw new CommandFailed('The demo signs in whoever asks, so it does not run with NODE_ENV=production. Use: portico serve');
    const told = untilToldToStop();
    // A demo is one node.
    const read = readConfig({ LOG_LEVEL: 'warn', ...process.env, ROLES: '', STOP_DELAY: '' });
    // Nothing of a demo goes out into the world, but to this machine and to what the operator has listed. (A demo that others can reach gets no way to this machine.)
    const config = { ...read, webhooks: { ...read.webhooks, onlyLoopback: isLoopback(read.host) } };
    const portico = createPortico({ config });
    let show: RequestListener = (_request, response) => response.writeHead(503, { 'retry-after': '1' }).end();
    const site = createServer((request, response) => show(request, response));
    try {
      // Both addresses first: nothing is made for a demo that could not be shown.
      await portico.start();
      await listen(site, config);
      const facts = await workspaceOf(portico, config, reset === true);
      show = createSite({ demo: facts, mint: createSessions({ url: local(config), secretKey: facts.secretKey }).mint });
      console.log(`Portico is ready at ${facts.siteUrl}`);
      await told;
    } finally {
      site.close();
      site.closeAllConnections();
      await portico.stop();
    }
  },
};

/** Where the demo site reaches the API: beside it, whatever the public address is. */
const local = ({ host, port }: Config): string =>
  `http://${isLoopback(host) ? (host.includes(':') ? `[${host}]` : host) : '127.0.0.1'}:${port}`;

const shown = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** The demo workspace of this data folder: kept over starts, made at the first. */
async function workspaceOf({ runtime }: Portico, config: Config, reset: boolean): Promise<Demo> {
  const path = join(config.dataDirectory, 'demo.json');
  const siteUrl = `http://${shown(config.host)}:${config.port + 1}`;
  const addresses = { url: config.publicUrl, siteUrl, staffUrl: `${siteUrl}/staff` };
  if (reset) rmSync(path, { force: true });
  const kept = readKept(path);
  const facts: Demo =
    kept && (await isGood(kept))
      ? { ...kept, ...addresses }
      : { ...addresses, ...(await seed(runtime, story(today(runtime.clock, 'Asia/Shanghai')), siteUrl)) };
  // Whole or not at all, and for its owner alone: it holds the secret key.
  writeFileSync(`${path}.new`, JSON.stringify(facts, null, 2) + '\n', { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return facts;

  /** Is the workspace still in the database? Then the site of this start is listed too, and mails lead to it. */
  async function isGood({ secretKey }: Demo): Promise<boolean> {
    const request = { id: 'demo' };
    const scope = await authenticate(runtime, { token: secretKey, origin: null, address: null }, request).catch((error: unknown) => {
      if (error instanceof PorticoProblem) return null;
      throw error;
    });
    if (!scope) return false;
    const api = createCallerFactory(appRouter)({ request, scope: async () => scope });
    const { origins, portalUrl } = await api.workspaces.get({});
    if (!origins.includes(siteUrl) || portalUrl !== portalOf(siteUrl)) {
      const listed = [...origins.filter((origin) => origin !== siteUrl), siteUrl].slice(-20);
      await api.workspaces.update({ origins: listed, portalUrl: portalOf(siteUrl) });
    }
    return true;
  }
}

function readKept(path: string): Demo | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Demo;
    return typeof kept.secretKey === 'string' && typeof kept.projectId === 'string' ? kept : null;
  } catch {
    return null;
  }
}

function listen(site: Server, { host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    site.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(error, host, port + 1)));
    site.listen(port + 1, host, () => resolve());
  });
}
