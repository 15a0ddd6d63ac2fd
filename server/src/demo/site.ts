/** The demo vendor's own web site: its pages, its back office, and the token addresses that a vendor has to write. */
import { fileURLToPath } from 'node:url';
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express';
import helmet from 'helmet';
import { chinaToday, type Lang } from './site/dates.ts';
import type { Demo } from './site/demo.ts';
import { sitePage, type Page, type View } from './site/layout.ts';
import { about } from './site/pages/about.ts';
import { cases } from './site/pages/cases.ts';
import { client } from './site/pages/client.ts';
import { home } from './site/pages/home.ts';
import { missing } from './site/pages/missing.ts';
import { services } from './site/pages/services.ts';
import { hostName, isLoopback, isVisitor, loopbackOnly, remember, sameOrigin, theme, visitor } from './site/session.ts';
import { staffPage } from './site/staff.ts';
import { en } from './site/texts.en.ts';
import { zh } from './site/texts.zh-CN.ts';
import { tokenRoutes, type Mint } from './site/token.ts';
import { story, type Story } from './story.ts';

export type { Demo } from './site/demo.ts';
export type { Mint, MintRequest } from './site/token.ts';

export interface SiteOptions {
  demo: Demo;
  /** Asks Portico for a session; `createSessions(…).mint` of `@portico/sdk/server`. */
  mint: Mint;
  /** Epoch milliseconds, for tests. */
  now?: () => number;
}

const pages: Record<string, (view: View) => Page> = {
  '/home': home,
  '/services': services,
  '/cases': cases,
  '/about': about,
  '/client': client,
};
const assets = fileURLToPath(new URL('./site/public/', import.meta.url));

/** An express application; the caller listens, on the origin that `demo.siteUrl` names. */
export function createSite({ demo, mint, now = Date.now }: SiteOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(headers(demo), canonical(demo));
  app.use('/assets', express.static(assets, { index: false, redirect: false, fallthrough: true }));
  app.use('/portico', tokenRoutes(demo, mint));

  const today = storyToday(now);
  const viewOf = (request: Request, lang: Lang, path: string): View => ({
    lang,
    path,
    demo,
    ...today(),
    texts: lang === 'en' ? en : zh,
    visitor: visitor(request),
    theme: theme(request),
  });
  const send = (response: Response, page: string): unknown =>
    response.set({ 'cache-control': 'private, no-cache', vary: 'cookie, accept-language' }).type('html').send(page);

  app.post('/session', loopbackOnly, sameOrigin, express.urlencoded({ extended: false, limit: '2kb' }), (request, response) => {
    const { person, to } = (request.body ?? {}) as Record<string, unknown>;
    if (isVisitor(person)) remember(response, person);
    // Only pages of this site: what comes from a form is never a place to send people to.
    response.redirect(303, to === '/en/client' ? to : '/zh-CN/client');
  });
  // In the demo somebody is signed in from the start, so the first page is the project that is under way.
  app.get('/', (request, response) => response.redirect(302, `/${langOf(request)}/client`));
  app.get('/staff', (request, response) => {
    const lang = request.query.lang === 'en' || request.query.lang === 'zh-CN' ? request.query.lang : langOf(request);
    send(response, staffPage(viewOf(request, lang, '/staff'), request.query.as));
  });
  app.get(['/zh-CN', '/en'], (request, response) => response.redirect(302, `${request.path.replace(/\/$/, '')}/home`));
  app.get('/:lang/:page', (request, response, next) => {
    const { lang, page } = request.params;
    const make = pages[`/${page}`];
    if ((lang !== 'zh-CN' && lang !== 'en') || !make) return next();
    const view = viewOf(request, lang, `/${page}`);
    send(response, sitePage(view, make(view)));
  });
  app.use((request, response) => {
    const lang = request.path.startsWith('/en/') ? 'en' : request.path.startsWith('/zh-CN/') ? 'zh-CN' : langOf(request);
    const view = viewOf(request, lang, '/home');
    response.status(404);
    send(response, sitePage(view, missing(view)));
  });
  app.use(failed);
  return app;
}

/** Chinese, unless the browser asks for English first. */
const langOf = (request: Request): Lang => (request.acceptsLanguages('zh', 'en') === 'en' ? 'en' : 'zh-CN');

/** The site's words follow the day, the plan's come from Portico. */
function storyToday(now: () => number): () => { today: string; story: Story } {
  let known: { today: string; story: Story } | undefined;
  return () => {
    const today = chinaToday(now());
    if (known?.today !== today) known = { today, story: story(today) };
    return known;
  };
}

/** As strict as a bank: what Portico needs is its script, its two connections, and its one Trusted Types policy. */
const headers = ({ url }: Demo): ReturnType<typeof helmet> =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'", url],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'", url, url.replace(/^http/, 'ws')],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        requireTrustedTypesFor: ["'script'"],
        trustedTypes: ['portico-html'],
      },
    },
    // The demo speaks plain HTTP on the loopback interface.
    strictTransportSecurity: false,
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
  });

/** Sessions name one origin, so `localhost` is sent to the address that the workspace lists. */
const canonical =
  ({ siteUrl }: Demo) =>
  (request: Request, response: Response, next: () => void): void => {
    const { host } = request.headers;
    if (request.method !== 'GET' || host === new URL(siteUrl).host || !isLoopback(hostName(host))) return next();
    response.redirect(302, new URL(request.originalUrl.replace(/^\/+/, '/'), siteUrl).href);
  };

const failed: ErrorRequestHandler = (error, _request, response, next) => {
  if (response.headersSent) return next(error);
  const { status = 500 } = error as { status?: number };
  response
    .status(status >= 400 && status < 500 ? status : 500)
    .type('text')
    .send(status < 500 ? 'Bad request' : 'The page cannot be shown.');
};
