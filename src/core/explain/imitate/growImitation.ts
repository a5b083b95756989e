/**
 * A small tree on raw columns that imitates a model's answers (CART, Breiman et al. 1984): each question takes most of the
 * squares of the answers around their mean, of classes of all probabilities together, which is the Gini index of what the
 * model says. A question is "at most so much" of a number, "one of these" of a text; missing goes where more rows go.
 */
import type { Values } from '../../transforms/transformDef';
import type { ImitationNode } from '../attribution';

export interface Limits {
  depth: number;
  leafRows: number;
}

interface Question {
  column: number;
  gain: number;
  /** Rows that it holds for. */
  holds: number[];
  fails: number[];
  atMost?: number;
  oneOf?: string[];
  missing: 'holds' | 'fails';
}

/** `answers`: row-major [rows, width]. The root is the first node. */
export function growImitation(
  columns: readonly Values[],
  answers: Float64Array,
  rows: readonly number[],
  width: number,
  { depth, leafRows }: Limits,
): { nodes: ImitationNode[]; values: number[] } {
  const nodes: ImitationNode[] = [];
  const values: number[] = [];
  const sums = sumsOf(answers, width);
  const grow = (own: readonly number[], left: number): number => {
    const at = nodes.length;
    values.push(...sums(own).map((sum) => sum / own.length));
    nodes.push({ rows: own.length });
    const best = left > 0 ? bestQuestion(columns, answers, own, width, leafRows) : undefined;
    if (!best) return at;
    const { column, atMost, oneOf, missing } = best;
    const node: ImitationNode = {
      rows: own.length,
      ask: { column, missing, ...(atMost !== undefined && { atMost }), ...(oneOf && { oneOf }) },
      holds: grow(best.holds, left - 1),
      fails: grow(best.fails, left - 1),
    };
    nodes[at] = node;
    return at;
  };
  grow(rows, depth);
  return { nodes, values };
}

const sumsOf = (answers: Float64Array, width: number) => (rows: readonly number[]) => {
  const sums = Array.from({ length: width }, () => 0);
  for (const row of rows)
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + (answers[row * width + k] as number);
  return sums;
};

/** Of which node a row is. */
export function nodeOf(nodes: readonly ImitationNode[], columns: readonly Values[], row: number): number {
  let at = 0;
  for (;;) {
    const { ask, holds, fails } = nodes[at] as ImitationNode;
    if (!ask || holds === undefined || fails === undefined) return at;
    const cell = columns[ask.column]?.data[row];
    const isMissing = cell === null || cell === undefined || Number.isNaN(cell);
    const does = isMissing
      ? ask.missing === 'holds'
      : ask.oneOf
        ? ask.oneOf.includes(String(cell))
        : Number(cell) <= (ask.atMost as number);
    at = does ? holds : fails;
  }
}

function bestQuestion(
  columns: readonly Values[],
  answers: Float64Array,
  rows: readonly number[],
  width: number,
  leafRows: number,
): Question | undefined {
  const squares = (sums: readonly number[], count: number) =>
    sums.reduce((all, sum) => all + sum * sum, 0) / count;
  const all = sumsOf(answers, width);
  const whole = squares(all(rows), rows.length);
  let spread = -whole;
  for (const row of rows) for (let k = 0; k < width; k++) spread += (answers[row * width + k] as number) ** 2;
  let best: Question | undefined;
  for (const [column, values] of columns.entries()) {
    if (values.kind === 'number' && values.width !== 1) continue;
    const groups =
      values.kind === 'string' ? textGroups(values.data, rows, all) : numberGroups(values.data, rows);
    const known = groups.flat();
    const missing = rows.length - known.length;
    const total = all(known);
    const left = Array.from({ length: width }, () => 0);
    const base = squares(total, known.length || 1);
    let count = 0;
    for (const [i, group] of groups.slice(0, -1).entries()) {
      for (const [k, sum] of all(group).entries()) left[k] = (left[k] as number) + sum;
      count += group.length;
      const rest = known.length - count;
      if (count < leafRows || rest < leafRows) continue;
      const right = total.map((sum, k) => sum - (left[k] as number));
      const gain = squares(left, count) + squares(right, rest) - base;
      if (gain <= (best?.gain ?? Math.max(1e-12, 1e-6 * spread))) continue;
      best = questionOf(values, groups, i, column, gain, count >= rest, missing > 0 ? rows : undefined);
    }
  }
  return best;
}

function questionOf(
  values: Values,
  groups: readonly number[][],
  at: number,
  column: number,
  gain: number,
  more: boolean,
  rows: readonly number[] | undefined,
): Question {
  const [holds, fails] = [groups.slice(0, at + 1).flat(), groups.slice(at + 1).flat()];
  if (rows) {
    const known = new Set([...holds, ...fails]);
    (more ? holds : fails).push(...rows.filter((row) => !known.has(row)));
  }
  const missing = more ? 'holds' : 'fails';
  const cell = (group: number) => values.data[groups[group]?.[0] ?? 0];
  if (values.kind === 'string') {
    const oneOf = groups.slice(0, at + 1).map((_, i) => String(cell(i)));
    return { column, gain, holds, fails, oneOf, missing };
  }
  const [below, above] = [Number(values.data[groups[at]?.at(-1) ?? 0]), Number(cell(at + 1))];
  return { column, gain, holds, fails, atMost: below + (above - below) / 2, missing };
}

/** Rows of equal numbers together, ascending. */
function numberGroups(data: Float64Array, rows: readonly number[]): number[][] {
  const sorted = rows
    .filter((row) => !Number.isNaN(data[row]))
    .toSorted((a, b) => (data[a] as number) - (data[b] as number));
  const groups: number[][] = [];
  for (const row of sorted) {
    const last = groups.at(-1);
    if (last && data[last[0] as number] === data[row]) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

/** Rows of equal texts together, in the order of their mean answer: of one number no better split is passed over. */
function textGroups(
  data: readonly (string | null)[],
  rows: readonly number[],
  sums: (rows: readonly number[]) => number[],
): number[][] {
  const byText = new Map<string, number[]>();
  for (const row of rows) {
    const text = data[row];
    if (text === null || text === undefined) continue;
    const group = byText.get(text);
    if (group) group.push(row);
    else byText.set(text, [row]);
  }
  return [...byText.values()]
    .map((group) => ({ group, mean: (sums(group)[0] as number) / group.length }))
    .sort((a, b) => a.mean - b.mean)
    .map(({ group }) => group);
}
