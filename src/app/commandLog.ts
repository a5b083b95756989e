/** The append-only log of commands. Names and sizes, never cell data. */
import type { LogEntry } from '#/core/protocol/storage';
import { withoutSecrets } from '#/core/sources/withoutSecrets';
import { whenServices } from './services';

const maxText = 200;
/** Where commands take the user's values. */
const cells = new Set(['rows', 'inputs']);
/** Where they take keys and passphrases; an address that is told often holds one. */
const keys = new Set(['keys', 'passphrase', 'password', 'invite', 'webhook']);

/** What may be written down of an input: files as name and size, rows and bytes as a count. */
export function summarizeInput(value: unknown, depth = 0): unknown {
  if (typeof value === 'string' && /^https?:\/\//i.test(value))
    return withoutSecrets(value).slice(0, maxText);
  if (typeof value === 'string') return value.length > maxText ? `${value.slice(0, maxText)}…` : value;
  if (value instanceof Blob)
    return { name: 'name' in value ? String(value.name) : undefined, size: value.size };
  if (ArrayBuffer.isView(value)) return `${value.byteLength} bytes`;
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '(function)' : value;
  if (depth >= 4) return '…';
  if (Array.isArray(value)) {
    const shown = value.slice(0, 20).map((item) => summarizeInput(item, depth + 1));
    return value.length > 20 ? [...shown, `(${value.length} in all)`] : shown;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      keys.has(key)
        ? '(kept out)'
        : cells.has(key) && Array.isArray(item)
          ? `${item.length} ${key === 'rows' ? 'rows' : 'samples'}`
          : summarizeInput(item, depth + 1),
    ]),
  );
}

/** Written down at once; reads within so long after as one: a transaction each would hold up what comes next. */
const togetherMs = 100;

type Entry = Omit<LogEntry, 'id'>;
let waiting: Entry[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let writtenAt = Number.NEGATIVE_INFINITY;
let writing: Promise<void> = Promise.resolve();

/** Written in the background: logging never delays or fails a command. */
export function appendLog(entry: Entry): void {
  waiting.push({ ...entry, input: summarizeInput(entry.input) });
  const isSoon = performance.now() - writtenAt < togetherMs;
  if (entry.effect === 'reads' && isSoon) timer ??= setTimeout(writeWaiting, togetherMs);
  else writeWaiting();
}

function writeWaiting(): void {
  clearTimeout(timer);
  timer = undefined;
  if (waiting.length === 0) return;
  const entries = waiting;
  waiting = [];
  writtenAt = performance.now();
  writing = writing
    .then(whenServices)
    .then(({ storage }) => storage.log.append(...entries))
    .catch(() => {});
}

/** When all commands so far are written down. */
export function whenLogged(): Promise<void> {
  writeWaiting();
  return writing;
}
