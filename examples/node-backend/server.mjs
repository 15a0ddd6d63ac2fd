/**
 * A vendor's back end, as small as it can be: it serves its own pages, and one address that mints sessions for whoever is signed in.
 * Start `npm start` in the project's root first, or say with PORTICO_URL, PORTICO_KEY, PORTICO_CONTACT and PORTICO_PROJECT where Portico is.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { createSessions } from '@portico/sdk/server';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** From the environment, as in production; else the demo that runs beside. */
function settings() {
  const { PORTICO_URL, PORTICO_KEY, PORTICO_CONTACT, PORTICO_PROJECT, PORTICO_DATA = '.portico' } = process.env;
  if (PORTICO_URL) return { url: PORTICO_URL, secretKey: PORTICO_KEY, contact: PORTICO_CONTACT, project: PORTICO_PROJECT };
  const demo = JSON.parse(readFileSync(join(resolve(root, PORTICO_DATA), 'demo.json'), 'utf8'));
  return { url: demo.url, secretKey: demo.secretKey, contact: demo.contacts.owner, project: demo.projectId };
}

const { url, secretKey, contact, project } = settings();
const pages = resolve(process.argv[2] ?? '.');
const sessions = createSessions({ url, secretKey });
const app = express();
let origin = '';

// A real back end looks up who is signed in here. The secret key stays on this side.
app.post('/portico/token', express.json(), async (request, response) => {
  response.json(await sessions.mint({ contact, project: request.body.project, origins: [origin] }));
});

// Where Portico is, for pages that are built; a page of your own would simply have it written in.
app.get('/portico/config.json', (_request, response) => response.json({ url, project }));

// `policy.txt` beside a page is its Content Security Policy.
app.get('/', (_request, response) => {
  const filled = (/** @type {string} */ text) =>
    text.replaceAll('{{url}}', url).replaceAll('{{ws}}', url.replace(/^http/, 'ws')).replaceAll('{{project}}', project);
  try {
    response.set(
      'Content-Security-Policy',
      filled(readFileSync(join(pages, 'policy.txt'), 'utf8'))
        .replace(/\s+/g, ' ')
        .trim(),
    );
  } catch {
    // Without the file there is no policy.
  }
  response.type('html').send(filled(readFileSync(join(pages, 'index.html'), 'utf8')));
});
app.use(express.static(pages, { index: false }));

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`;
  console.log(`The example is ready at ${origin}`);
});
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => (server.close(() => process.exit(0)), server.closeAllConnections()));
