/** Serves the built widgets under `/embed`: any page may load them, hashed chunks for good, the loader for minutes. */
import { existsSync } from 'node:fs';
import express, { type Router } from 'express';

/** Where `widgets/build.mjs` puts them. */
export const builtWidgets = new URL('../../../widgets/dist/embed/', import.meta.url).pathname;

export function embed(directory = builtWidgets): Router {
  const routes = express.Router();
  routes.use((_request, response, next) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.removeHeader('Vary');
    next();
  });
  if (existsSync(directory)) {
    routes.use(
      express.static(directory, {
        index: false,
        redirect: false,
        dotfiles: 'ignore',
        setHeaders: (response, path) => {
          const hashed = /[.-][\w-]{8,}\.js$/.test(path);
          response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
        },
      }),
    );
  }
  return routes;
}
