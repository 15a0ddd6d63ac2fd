import { createPortico, readConfig } from '../index.ts';
import { readRoles, rolesRule } from '../config.ts';
import { UsageError, type Command } from './command.ts';
import { untilToldToStop } from './running.ts';

export const serve: Command = {
  summary: 'Serve the API, the sockets and the widgets.',
  usage: `Usage: portico serve [--roles api,realtime,worker]

--roles (or ROLES): what this node does; without it, all. api answers HTTP (REST, tRPC, snapshots, the feed, the widgets), realtime holds the
sockets, worker hands events on, sends mails and webhooks and carries out every other job. A node does nothing of a role that it has not; health
and metrics it always answers. Nodes share DATABASE_URL and PORTICO_SECRET, and REDIS_URL, without which they hear of each other by the second.

Configured by the environment: HOST, PORT, PORTICO_DATA, DATABASE_URL, REDIS_URL, PORTICO_SECRET, PUBLIC_URL, LOG_LEVEL, METRICS_TOKEN,
SMTP_URL, MAIL_FROM (mail), WEBHOOK_ALLOW (addresses beyond public ones on port 443 that webhooks may go to).
TRUST_PROXY: how many proxies stand before this server and write X-Forwarded-For (0). RATE_LIMITS: how often callers may ask; off, or other
figures than key=100 session=20 address=5 person=30: calls a second of a secret key and of a person, requests a second with bad credentials
or none from one address, and a minute of submissions and parsed texts of one person. WORKSPACE_LIMIT: calls of one workspace
that are worked on at once (25), others of its wait. REQUESTS_LIMIT and DELAY_LIMIT: requests under way (1000), and milliseconds by which
the event loop is late (1000), beyond which requests are answered with 503 and /readyz says so. STOP_DELAY: milliseconds for which a node
that is told to stop still answers everything while /readyz says that it stops (0); behind a load balancer, somewhat longer than that takes to notice.
ARCHIVE_DAYS: after how many days events move from the database to files (never by themselves), in ARCHIVE_FOLDER (<PORTICO_DATA>/archive),
which has to be the same for all servers of a database.
Without any of it: SQLite in .portico, http://127.0.0.1:4400. Brings the schema up to date at start.`,
  options: { roles: { type: 'string' } },
  async run({ roles }) {
    if (typeof roles === 'string' && !readRoles(roles)) throw new UsageError(`--roles ${rolesRule}.\n\n${serve.usage}`);
    const told = untilToldToStop();
    const portico = createPortico({ config: readConfig({ ...process.env, ...(typeof roles === 'string' && { ROLES: roles }) }) });
    try {
      const port = await portico.start();
      // PORT=0 takes any that is free.
      console.log(`Portico is ready at ${portico.runtime.config.publicUrl.replace(/:0$/, `:${port}`)}`);
      await told;
    } finally {
      await portico.stop();
    }
  },
};
