/**
 * An address of a file that does not exist is a 404, not the page: a stale script tag must fail as such.
 * Addresses without an extension are pages of the studio and get index.html.
 */
import type { Connect, Plugin } from 'vite';

const isFile = (url: string): boolean => /\/[^/?#]+\.(?!html)[a-z0-9]+$/i.test(url.split(/[?#]/)[0] ?? '');

const refuse: Connect.NextHandleFunction = (request, response, next) => {
  if (request.originalUrl && isFile(request.originalUrl) && request.url?.endsWith('/index.html')) {
    response.statusCode = 404;
    response.setHeader('Content-Type', 'text/plain');
    response.end('Not found');
  } else next();
};

/** Static hosts that read `_redirects`: files first, missing assets are missing, the rest is the page. */
const redirects = '/assets/* /404 404\n/* /index.html 200\n';

export const missingFiles = (): Plugin => ({
  name: 'tetrad:missing-files',
  configureServer: (server) => () => void server.middlewares.use(refuse),
  configurePreviewServer: (server) => () => void server.middlewares.use(refuse),
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_redirects', source: redirects });
  },
});
