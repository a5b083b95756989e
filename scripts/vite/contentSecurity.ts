/**
 * The page's security headers, from one place: dev and preview send them, the build writes them to
 * `_headers` for static hosts and the policy also into index.html. One worker has a policy of its own: the one that
 * fetches from hosts that a person allowed (docs/decisions/sources.md). It is served from a folder of its own.
 */
import { randomBytes } from 'node:crypto';
import type { Plugin } from 'vite';

export const securityHeaders = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Permissions-Policy': 'camera=(self), microphone=(self), geolocation=()',
};

const policy = new Map<string, string>([
  ['default-src', "'self'"],
  ['script-src', "'self' 'wasm-unsafe-eval'"],
  ['worker-src', "'self'"],
  ['connect-src', "'self'"],
  ['img-src', "'self' data: blob:"],
  ['style-src', "'self'"],
  ['font-src', "'self'"],
  ['object-src', "'none'"],
  ['base-uri', "'none'"],
  ['form-action', "'none'"],
  ['frame-ancestors', "'none'"],
]);

/** Where the build puts the fetching worker; in development it is known by its name. */
export const outsideFolder = 'outside';
const isFetchingWorker = (url: string): boolean =>
  url.startsWith(`/${outsideFolder}/`) || url.startsWith('/src/data/sources.worker.ts?');

/** May speak to any host by https (the worker itself keeps to those that are allowed), and do nothing else. */
const fetchingPolicy = new Map<string, string>([
  ['default-src', "'none'"],
  ['script-src', "'self'"],
  ['connect-src', "'self' https: http://localhost:* http://127.0.0.1:*"],
]);

/** Hosts that know `_headers` join what several rules say, and of two policies both hold: so none of these is in the other. */
const ofEveryFile = ['object-src', 'base-uri', 'form-action', 'frame-ancestors'];
const ofOurFiles = ['/', '/index.html', '/sw.js', '/assets/*'];

const text = (directives: Map<string, string>): string =>
  [...directives].map(([name, sources]) => `${name} ${sources}`).join('; ');

/** Browsers ignore these in a meta element, and say so in the console. */
const headerOnly = ['frame-ancestors'];

const metaPolicy = (): string =>
  text(new Map([...policy].filter(([directive]) => !headerOnly.includes(directive))));

/**
 * Vite's dev server puts style elements and one inline script (React's refresh preamble) into the page:
 * the script gets a nonce of this start, the style elements are allowed. Neither is in the build.
 */
const devPolicy = (nonce: string): string =>
  text(
    new Map([
      ...policy,
      ['script-src', `${policy.get('script-src')} 'nonce-${nonce}'`],
      ['style-src', "'self' 'unsafe-inline'"],
    ]),
  );

function headersFile(): string {
  const policyLine = (directives: Map<string, string>) => `  Content-Security-Policy: ${text(directives)}`;
  const everyFile = new Map([...policy].filter(([name]) => ofEveryFile.includes(name)));
  const ourFiles = new Map([...policy].filter(([name]) => !ofEveryFile.includes(name)));
  const immutable = '  Cache-Control: public, max-age=31536000, immutable';
  return [
    '/*',
    ...Object.entries(securityHeaders).map(([name, value]) => `  ${name}: ${value}`),
    policyLine(everyFile),
    ...ofOurFiles.flatMap((path) => [
      path,
      policyLine(ourFiles),
      ...(path === '/assets/*' ? [immutable] : path === '/sw.js' ? ['  Cache-Control: no-cache'] : []),
    ]),
    `/${outsideFolder}/*`,
    policyLine(fetchingPolicy),
    immutable,
    '',
  ].join('\n');
}

export function contentSecurity(): Plugin {
  const nonce = randomBytes(16).toString('base64');
  return {
    name: 'tetrad:content-security',
    config: (_config, { command, isPreview }) =>
      command === 'serve' && !isPreview
        ? {
            html: { cspNonce: nonce },
            server: { headers: securityHeaders },
          }
        : {},
    configureServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const isWorker = isFetchingWorker(request.url ?? '');
        response.setHeader('Content-Security-Policy', isWorker ? text(fetchingPolicy) : devPolicy(nonce));
        next();
      });
    },
    configurePreviewServer({ middlewares }) {
      // On every answer. Vite's own option leaves them out of a 304, and WebKit refuses a worker whose script was one.
      middlewares.use((request, response, next) => {
        for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
        const isWorker = isFetchingWorker(request.url ?? '');
        response.setHeader('Content-Security-Policy', text(isWorker ? fetchingPolicy : policy));
        next();
      });
    },
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { server }) =>
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: metaPolicy() },
                injectTo: 'head-prepend',
              },
            ],
    },
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
    },
  };
}
