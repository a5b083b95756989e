import { z } from 'zod';
import type { Config } from '../config';
import type { Database } from '../db/sql';
import { type Ask, bodyOf, json, refused } from '../http/ask';
import { isClock, millisecondsOf } from '#/core/sync/clock';
import { readEntries, writeEntries } from './fieldLog';

/** A clock that is a day ahead would win over everybody for a day. */
const mostAheadMs = 24 * 3_600_000;
const mostEntries = 1000;
const name = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'text without zeros');

export const written = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        kind: name,
        record: name,
        field: name,
        value: z.json(),
        clock: z
          .string()
          .refine(isClock, 'milliseconds (15 digits), counter (6 digits) and device, with - between'),
      }),
    )
    .min(1)
    .max(mostEntries),
});

export function logHandlers(db: Database, { mostBodyBytes }: Config, now: () => number = Date.now) {
  return {
    async writeLog({ request, params: { workspace = '' } }: Ask) {
      const { entries } = await bodyOf(request, written, mostBodyBytes);
      const ahead = entries.find(({ clock }) => millisecondsOf(clock) > now() + mostAheadMs);
      if (ahead)
        throw refused(
          `The clock of this device is ahead by more than a day (${new Date(millisecondsOf(ahead.clock)).toISOString()}).`,
          'entries.clock',
          'Set the clock, then write again.',
        );
      return json(await writeEntries(db, workspace, entries));
    },

    async readLog({ url, params: { workspace = '' } }: Ask) {
      const number = (named: string, usual: number, most: number) => {
        const text = url.searchParams.get(named);
        if (text === null) return usual;
        if (/^\d{1,15}$/.test(text) && Number(text) <= most) return Number(text);
        throw refused(
          `"${text.slice(0, 50)}" is no number from 0 to ${most}.`,
          `query, ${named}`,
          'Give one, or leave it out.',
        );
      };
      const limit = number('limit', mostEntries, 10_000);
      const entries = await readEntries(db, workspace, number('after', 0, Number.MAX_SAFE_INTEGER), limit);
      return json({ entries, more: entries.length === limit });
    },
  };
}
