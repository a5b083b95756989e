/** Turns what IndexedDB, Dexie and OPFS throw into errors a person can act on. */
import { TetradError } from '#/core/protocol/errors';

const nameOf = (thrown: unknown): string =>
  typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : '';

/** Dexie wraps: AbortError with the real cause in `inner`; a bulk failure lists its `failures`. */
function* causes(thrown: unknown): Generator<unknown> {
  let current: unknown = thrown;
  for (let depth = 0; current && depth < 8; depth++) {
    yield current;
    if (typeof current !== 'object') return;
    if ('failures' in current && Array.isArray(current.failures)) yield* current.failures;
    current = 'inner' in current ? current.inner : 'cause' in current ? current.cause : undefined;
  }
}

export function toStorageError(thrown: unknown, place?: string): TetradError {
  const all = [...causes(thrown)];
  const ours = all.find((cause) => cause instanceof TetradError);
  if (ours) return ours;
  const options = { cause: thrown };
  const names = all.map(nameOf);
  if (names.includes('QuotaExceededError'))
    return new TetradError(
      {
        code: 'quota',
        message: 'The browser refused to store more on this device.',
        hint: 'Delete datasets, models or runs you no longer need, then choose Settings > Storage > Clean up, or free disk space.',
        place,
      },
      options,
    );
  if (names.includes('ConstraintError'))
    return new TetradError(
      {
        code: 'conflict',
        message: 'A record with this id already exists.',
        hint: 'Reload the page and try again.',
        place,
      },
      options,
    );
  if (names.includes('DataCloneError'))
    return new TetradError(
      {
        code: 'badInput',
        message: 'This value cannot be stored.',
        hint: 'Only JSON can be stored in records.',
        place,
      },
      options,
    );
  if (names.includes('MissingAPIError') || names.includes('SecurityError'))
    return new TetradError(
      {
        code: 'unsupported',
        message: 'This browser does not let this page store data.',
        hint: 'Leave private browsing, or allow site data for this page, and reload.',
        place,
      },
      options,
    );
  const closed = names.some((name) => name === 'DatabaseClosedError' || name === 'InvalidStateError');
  const unreadable = names.some((name) => name === 'UnknownError' || name === 'OpenFailedError');
  const message =
    all.map((cause) => (cause instanceof Error ? cause.message : '')).find((text) => text) ?? '';
  return new TetradError(
    {
      code: 'internal',
      message: `Storage failed: ${message || 'no reason given'}`,
      hint: closed
        ? 'The database was closed. Reload the page.'
        : unreadable
          ? 'The browser could not use its own database. Nothing was deleted: check the free disk space, then restart the browser.'
          : 'Nothing was changed. Try again; if it stays, reload the page.',
      place,
    },
    options,
  );
}

export const notFound = (what: string, id: string): TetradError =>
  new TetradError({
    code: 'notFound',
    message: `This ${what} does not exist (any more).`,
    hint: 'It may have been deleted in another tab. Go back to the list.',
    place: `${what} ${id}`,
  });
