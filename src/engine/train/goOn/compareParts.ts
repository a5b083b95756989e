/** Where a training goes on: the rows on which both versions are judged, and what came of it. */
import type { GoneOn, GoneOnPart } from '#/core/protocol/model';
import { taskOf } from '#/core/tasks/registry';
import type { PreparedData, Split } from '../../kinds/preparedData';
import type { ComparedFigures } from '../trainSpec';
import type { Begun } from './keptOf';

export interface Comparison {
  splits: Split[];
  goneOn(figures: readonly ComparedFigures[] | undefined): GoneOn | undefined;
}

export function compareParts(
  { version, old, kept }: Begun,
  data: Pick<PreparedData, 'task' | 'val' | 'judged' | 'test' | 'judgedTest'>,
): Comparison {
  const parts: Omit<GoneOnPart, 'before' | 'after'>[] = [];
  const splits: Split[] = [];
  if (old) {
    const judging = new Set([...data.judged.rows, ...(data.judgedTest?.rows ?? [])]);
    const learnt = (old.found ?? new Uint8Array(0)).reduce(
      (count, is, row) => count + (is && !judging.has(row) ? 1 : 0),
      0,
    );
    parts.push({ rows: 'old', part: old.part, count: old.split.rows, ...(learnt > 0 && { learnt }) });
    splits.push(old.split);
  }
  const { sides } = kept;
  if (old && sides) {
    const [part, split, judged] =
      data.judgedTest && data.test
        ? (['test', data.test, data.judgedTest] as const)
        : (['validation', data.val, data.judged] as const);
    const places = Uint32Array.from(judged.rows.keys()).filter(
      (at) => sides[judged.rows[at] as number] === 0,
    );
    if (places.length > 0) {
      parts.push({ rows: 'new', part, count: places.length });
      splits.push(pickRows(split, places));
    }
  }
  return {
    splits,
    goneOn(figures) {
      if (!figures || parts.length === 0) return undefined;
      return {
        from: version.id,
        metric: taskOf(data.task).judge,
        parts: parts.map((part, i) => ({ ...part, ...(figures[i] as ComparedFigures) })),
      };
    },
  };
}

/** Some rows of a split, over the same frames. */
function pickRows(split: Split, places: Uint32Array): Split {
  const each = <A extends Int32Array | Float32Array>(all: A, empty: A): A => {
    const width = all.length / Math.max(1, split.rows);
    const picked = all.slice(0, places.length * width) as A;
    for (const [i, at] of places.entries()) picked.set(all.subarray(at * width, (at + 1) * width), i * width);
    return all.length === 0 ? empty : picked;
  };
  const { frames, target, targetFrames, seasonalFrames, freely } = split;
  const none = new Int32Array(0);
  return {
    ...split,
    rows: places.length,
    frames: frames ? each(frames, none) : Int32Array.from(places),
    target: each(target as Int32Array, target as Int32Array),
    ...(targetFrames && { targetFrames: each(targetFrames, none) }),
    ...(seasonalFrames && { seasonalFrames: each(seasonalFrames, none) }),
    ...(freely && { freely: each(freely, freely) }),
  };
}
