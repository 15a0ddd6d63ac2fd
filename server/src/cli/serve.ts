import { createPortico } from '../index.ts';
import type { Command } from './command.ts';
import { untilToldToStop } from './running.ts';

export const serve: Command = {
  summary: 'Serve the API, the sockets and the widgets.',
  usage: `Usage: portico serve

Configured by the environment: HOST, PORT, PORTICO_DATA, DATABASE_URL, PORTICO_SECRET, PUBLIC_URL, LOG_LEVEL, METRICS_TOKEN.
Without any of it: SQLite in .portico, http://127.0.0.1:4400. Brings the schema up to date at start.`,
  async run() {
    const told = untilToldToStop();
    const portico = createPortico();
    try {
      await portico.start();
      console.log(`Portico is ready at ${portico.runtime.config.publicUrl}`);
      await told;
    } finally {
      await portico.stop();
    }
  },
};
