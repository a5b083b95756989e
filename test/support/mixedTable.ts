/** A table with everything a real one has: missing values, strange names, unseen categories, large offsets. */
import type { Column } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';

export const mixedFields: Column[] = [
  { name: 'sepal length (cm)', type: 'numeric', role: 'feature' },
  { name: 'sepal_length_cm', type: 'numeric', role: 'feature' },
  { name: '1. Größe', type: 'integer', role: 'feature' },
  { name: 'label', type: 'categorical', role: 'feature' },
  { name: '__proto__', type: 'categorical', role: 'feature' },
  { name: 'paid', type: 'boolean', role: 'feature' },
  { name: 'since', type: 'datetime', role: 'feature' },
  { name: 'always 7', type: 'numeric', role: 'feature' },
  { name: 'note', type: 'text', role: 'feature' },
];

/** Deterministic uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `unseen`: also categories that the first rows never have. */
export function mixedRows(count: number, seed: number, unseen: boolean): RawRow[] {
  const next = uniform(seed);
  const pick = (texts: readonly string[]) => texts[Math.floor(next() * texts.length)] ?? null;
  const cell = (make: () => RawRow[string]) => (next() < 0.12 ? null : make());
  const colours = unseen ? ['red', 'green', 'blue', 'mauve', 'Red'] : ['red', 'green', 'blue'];
  return Array.from({ length: count }, () =>
    Object.fromEntries<RawRow[string]>([
      ['sepal length (cm)', cell(() => 4 + 3 * next())],
      ['sepal_length_cm', cell(() => 1e9 + next())],
      ['1. Größe', cell(() => Math.floor(1e6 * (next() - 0.5)))],
      ['label', cell(() => pick(colours))],
      ['__proto__', cell(() => pick(['a', 'b', '<img src=x>', ...(unseen ? ['constructor'] : [])]))],
      ['paid', cell(() => next() < 0.3)],
      ['since', cell(() => new Date(Date.UTC(1995, 0, 1) + next() * 9e11).toISOString())],
      ['always 7', cell(() => 7)],
      ['note', cell(() => 'free text')],
    ]),
  );
}
