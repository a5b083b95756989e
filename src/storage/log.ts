/** The command log: append-only, and never a second copy of the user's data. */
import type { LogEntry, LogRepository } from '#/core/protocol/storage';
import type { StorageContext } from './storageContext';

const longestText = 2000;
const longestList = 20;
const deepest = 6;

/** Files, bytes, long lists and long texts become a few words about them. */
export function toLoggable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string')
    return value.length > longestText
      ? `${value.slice(0, longestText)}… (${value.length} characters)`
      : value;
  if (typeof value === 'function' || typeof value === 'symbol') return `(${typeof value})`;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (typeof Blob !== 'undefined' && value instanceof Blob)
    return { file: 'name' in value ? String(value.name) : 'blob', bytes: value.size };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return { bytes: value.byteLength };
  if (value instanceof Date) return value.toISOString();
  if (depth >= deepest) return '(nested deeper)';
  const items = Array.isArray(value) ? value : undefined;
  if (items) {
    const shown = items.slice(0, longestList).map((item) => toLoggable(item, depth + 1));
    return items.length > longestList ? [...shown, `(${items.length} in all)`] : shown;
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toLoggable(item, depth + 1)]));
}

export const logRepository = ({ relaxed: { log } }: StorageContext): LogRepository => ({
  async append(...entries) {
    await log.bulkAdd(
      entries.map(
        (entry): LogEntry => ({ id: crypto.randomUUID(), ...entry, input: toLoggable(entry.input) }),
      ),
    );
  },
  list: async (limit = 200, effect) => {
    const newest = log.orderBy('sequence').reverse();
    const rows = await (effect ? newest.filter((entry) => entry.effect === effect) : newest)
      .limit(limit)
      .toArray();
    return rows.map(({ sequence: _sequence, ...entry }) => entry);
  },
});
