/** The server's part in keeping the page isolated. */
import { readdirSync } from 'node:fs';
import { securityHeaders } from '../scripts/vite/contentSecurity.ts';
import { expect, test } from './support';

test('every answer has the security headers, one without a body too', async ({ request }) => {
  const html = await (await request.get('/')).text();
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
  const whole = await request.get(script);
  expect(whole.status()).toBe(200);
  const known = await request.get(script, { headers: { 'If-None-Match': whole.headers().etag ?? '' } });
  expect(known.status()).toBe(304);
  for (const answer of [whole, known])
    for (const [name, value] of Object.entries(securityHeaders))
      expect(answer.headers()[name.toLowerCase()], name).toBe(value);
  const policyOf = async (path: string) =>
    (await request.get(path)).headers()['content-security-policy'] ?? '';
  expect(await policyOf(script)).toContain("connect-src 'self';");
  const [worker] = readdirSync(new URL('../dist/outside', import.meta.url));
  expect(await policyOf(`/outside/${worker}`)).toContain("default-src 'none'");
  expect(await policyOf(`/outside/${worker}`)).toContain("connect-src 'self' https:");
});
