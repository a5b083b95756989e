/**
 * Which hosts may be asked. A person allows each by name, once; https everywhere, http for this machine alone. Hosts of
 * a private network are asked only where a person typed them, never because another host sent us on.
 */
import { TetradError } from '../protocol/errors';

const thisMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const privateHost = [
  thisMachine,
  /^(10|192\.168|169\.254)\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^0\./,
  /^\[(f[cd]|fe[89ab]|::ffff:|::\])/,
  /\.(local|localhost|internal|lan|home|corp|intranet|home\.arpa)$/,
  /^[^.[\]]+$/,
];

/** As far as a name tells: what it resolves to, a page cannot know. */
export const isPrivateHost = (host: string): boolean => {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '').toLowerCase();
  return privateHost.some((pattern) => pattern.test(name));
};

/** The host of an address that may be asked at all; throws saying why it may not. */
export function hostOf(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed)
    throw new TetradError({
      code: 'badInput',
      message: 'This is no address.',
      place: 'address',
      hint: 'Write it whole: https://example.org/data.csv',
    });
  const { protocol, hostname, host } = parsed;
  if (protocol !== 'https:' && !(protocol === 'http:' && thisMachine.test(hostname)))
    throw new TetradError({
      code: 'unsupported',
      message: `Only https is asked, and http of this machine (localhost): not ${protocol.replace(':', '')}.`,
      place: host || 'address',
      hint: 'Use https://, or download the file and drop it here.',
    });
  return host;
}

/** A host as a person writes it: "example.org", "localhost:9000", or an address that holds it. */
export function readHost(text: string): string {
  const trimmed = text.trim().toLowerCase();
  const host = URL.parse(trimmed.includes('://') ? trimmed : `https://${trimmed}`)?.host;
  if (host && /^[a-z0-9.\-[\]:]+$/.test(host)) return host;
  throw new TetradError({
    code: 'badInput',
    message: 'This is no name of a host.',
    place: text.slice(0, 200),
    hint: 'Write a name such as example.org or localhost:9000.',
  });
}

export function requireAllowed(host: string, allowed: readonly string[]): void {
  if (allowed.includes(host)) return;
  throw new TetradError({
    code: 'badInput',
    message: `${host} is not allowed yet, so nothing was sent.`,
    place: `host ${host}`,
    hint: `Allow ${host} once, then try again.`,
  });
}

/** Where an answer came from after the browser followed where it was sent. */
export function requireSameService(
  asked: string,
  answeredUrl: string,
  { allowed, handsOutBy }: { allowed: readonly string[]; handsOutBy?(host: string): boolean },
): void {
  if (answeredUrl === '') return;
  const answered = hostOf(answeredUrl);
  if (answered === asked || allowed.includes(answered)) return;
  if (isPrivateHost(answered))
    throw new TetradError({
      code: 'badInput',
      message: `${asked} sent us on to a private address, ${answered}. Nothing of the answer was read.`,
      place: asked,
      hint: 'Type that address yourself if you mean it.',
    });
  if (handsOutBy?.(answered)) return;
  throw new TetradError({
    code: 'badInput',
    message: `${asked} sent us on to ${answered}, which is not allowed yet. Nothing of the answer was read.`,
    place: `host ${answered}`,
    hint: `Allow ${answered} too, then try again.`,
  });
}
