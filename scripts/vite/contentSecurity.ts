/**
 * The page's security headers, from one place: dev and preview send them, the build writes them to
 * `_headers` for static hosts and the policy also into index.html.
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

export function contentSecurity(): Plugin {
  const nonce = randomBytes(16).toString('base64');
  return {
    name: 'tetrad:content-security',
    config: (_config, { command, isPreview }) =>
      command === 'serve' && !isPreview
        ? {
            html: { cspNonce: nonce },
            server: { headers: { ...securityHeaders, 'Content-Security-Policy': devPolicy(nonce) } },
          }
        : {},
    configurePreviewServer({ middlewares }) {
      const headers = Object.entries({ ...securityHeaders, 'Content-Security-Policy': text(policy) });
      // On every answer. Vite's own option leaves them out of a 304, and WebKit refuses a worker whose script was one.
      middlewares.use((_request, response, next) => {
        for (const [name, value] of headers) response.setHeader(name, value);
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
      const headers = { ...securityHeaders, 'Content-Security-Policy': text(policy) };
      const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
      const caching = '/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n';
      this.emitFile({
        type: 'asset',
        fileName: '_headers',
        source: `/*\n${lines.join('\n')}\n${caching}/sw.js\n  Cache-Control: no-cache\n`,
      });
    },
  };
}
