/**
 * A request with an Idempotency-Key is carried out once: the same key again gets the first answer again.
 * What was answered is kept in memory for a day, of the last thousand keys.
 */
import { HttpProblem } from './problem';

interface Kept {
  fingerprint: string;
  at: number;
  answer: Promise<Response>;
}

const keptForMs = 24 * 3_600_000;
const mostKept = 1000;

export interface Idempotency {
  /** `work` runs once for a key; another request under it is refused. Failures of the machine are forgotten, so that a retry tries again. */
  once(key: string, fingerprint: string, work: () => Promise<Response>): Promise<Response>;
}

export function createIdempotency(now: () => number = Date.now): Idempotency {
  const kept = new Map<string, Kept>();
  return {
    async once(key, fingerprint, work) {
      if (key.length > 255)
        throw new HttpProblem({
          code: 'badInput',
          message: 'The key is longer than 255 characters.',
          place: 'header idempotency-key',
          hint: 'A random UUID is enough.',
        });
      for (const [old, { at }] of kept) if (kept.size > mostKept || now() - at > keptForMs) kept.delete(old);
      const before = kept.get(key);
      if (before && before.fingerprint !== fingerprint)
        throw new HttpProblem(
          {
            code: 'conflict',
            message: 'This key was used for another request.',
            place: 'header idempotency-key',
            hint: 'Take a new key for each request; send the same one only to repeat.',
          },
          { status: 422 },
        );
      const entry = before ?? { fingerprint, at: now(), answer: work() };
      if (!before) kept.set(key, entry);
      const response = await entry.answer.catch((thrown) => {
        kept.delete(key);
        throw thrown;
      });
      if (response.status >= 500) kept.delete(key);
      const copy = response.clone();
      if (before) copy.headers.set('idempotent-replayed', 'true');
      return copy;
    },
  };
}
