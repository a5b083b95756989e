/**
 * Samples that an earlier training knew stay on the side that they were on: what judged it never teaches the next. Only
 * new samples are divided, whole groups with those that are known.
 */
import type { DataSplit, SplitData } from './dataSplit';

export const sideOf = { unknown: 0, train: 1, val: 2, test: 3 } as const;

/** Below, all that is new is learnt from: it would judge nothing. */
const fewestDivided = 10;

/**
 * `sides`: of each row of the version. Undefined where samples reach over time: then neighbours of what judged would
 * teach, and all are divided anew.
 */
export function keepSides(
  data: SplitData,
  sides: Uint8Array,
  plan: (some: SplitData) => DataSplit,
): DataSplit | undefined {
  const { rows, along = [], group, word } = data;
  if (!rows || along.some(({ extent }) => extent > 0)) return undefined;
  const side = Uint8Array.from({ length: data.samples }, (_, i) => sides[rows[i] as number] ?? 0);
  const known = side.reduce((count, own) => count + (own === sideOf.unknown ? 0 : 1), 0);
  if (known === 0) return undefined;
  if (group) followGroups(side, group.of);
  const open = Uint32Array.from(side.keys()).filter((i) => side[i] === sideOf.unknown);
  const few = open.length < fewestDivided;
  const made = few ? undefined : plan(pickData(data, open));
  for (const [name, part] of [
    ['train', made?.train ?? Uint32Array.from(open.keys())],
    ['val', made?.val ?? new Uint32Array(0)],
    ['test', made?.test ?? new Uint32Array(0)],
  ] as const)
    for (const i of part) side[open[i] as number] = sideOf[name];
  const of = (wanted: number) => Uint32Array.from(side.keys()).filter((i) => side[i] === wanted);
  const fresh = data.samples - known;
  return {
    train: of(sideOf.train),
    val: of(sideOf.val),
    test: of(sideOf.test),
    how: made && fresh > 0 ? `as before, and new ${word}s ${made.how}` : 'as before',
    notes: [
      ...(made?.notes ?? []),
      ...(few && open.length > 0
        ? [
            `${open.length} new ${word}${open.length === 1 ? ' is' : 's are'} too few to be divided and ${open.length === 1 ? 'is' : 'are'} learnt from.`,
          ]
        : []),
    ],
  };
}

/** A new sample of a group that is known goes where that is. */
function followGroups(side: Uint8Array, groups: ArrayLike<number>): void {
  const of = new Map<number, number>();
  for (const [i, own] of side.entries()) {
    const group = groups[i] as number;
    if (group >= 0 && own !== sideOf.unknown) of.set(group, Math.max(own, of.get(group) ?? 0));
  }
  for (const [i, own] of side.entries())
    if (own === sideOf.unknown) side[i] = of.get(groups[i] as number) ?? sideOf.unknown;
}

function pickData({ codes, part, group, along, word, rows }: SplitData, open: Uint32Array): SplitData {
  const take = (from: ArrayLike<number>) => Float64Array.from(open, (i) => from[i] as number);
  return {
    samples: open.length,
    word,
    ...(rows && { rows: take(rows) }),
    ...(codes && { codes: take(codes) }),
    ...(part && { part: { ...part, of: Array.from(open, (i) => part.of[i] ?? null) } }),
    ...(group && { group: { ...group, of: take(group.of) } }),
    ...(along && { along: along.map((way) => ({ ...way, at: take(way.at) })) }),
  };
}
