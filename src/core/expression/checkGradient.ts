/**
 * Whether the gradient that training would use is the slope of the loss: tensors in float32 against central
 * differences in float64. Differences are taken at two distances; where they disagree there is a kink or a jump,
 * which is reported instead of compared. A walk between the points looks for more of those.
 */
import { normals } from '../random/random';

export interface GradientCheck {
  /** Slopes compared. */
  compared: number;
  /** |analytic - numeric| / max(|analytic|, |numeric|, the usual slope), the largest. */
  worst: number;
  worstAt?: { output: number[]; target: string; analytic: number; numeric: number };
  /** Kinks, jumps, overflow, a gradient of nothing: in words. */
  notes: string[];
  /** Of what was compared. */
  passed: boolean;
}

export interface CheckedLoss {
  /** Outputs of the network for a row. */
  width: number;
  targets: readonly { label: string; value: number }[];
  /** In float64. */
  loss(output: readonly number[], target: number): number;
  /** Of each row by itself, as training computes it. */
  gradient(outputs: readonly (readonly number[])[], targets: readonly number[]): Promise<ArrayLike<number>>;
}

export const gradientTolerance = 1e-3;
const pointsPerTarget = 8;
const near = 1e-5;
const seed = 1;

type Line = (x: number) => number;

export async function checkGradient(given: CheckedLoss): Promise<GradientCheck> {
  const { width, targets } = given;
  const points = targets.flatMap((target, t) =>
    Array.from({ length: pointsPerTarget }, (_, i) => ({
      target,
      output: [...normals(seed, `point/${t}`, i, width)].map((x) => 2 * x),
    })),
  );
  const usual = usualSlope(given, points);
  // In units of the usual slope, so that the size of the loss decides nothing.
  const checked: CheckedLoss = { ...given, loss: (output, target) => given.loss(output, target) / usual };
  const analytic = await checked.gradient(
    points.map(({ output }) => output),
    points.map(({ target }) => target.value),
  );
  const result: GradientCheck = { compared: 0, worst: 0, notes: [], passed: true };
  const notes = new Set<string>();
  let largest = 0;
  points.forEach(({ output, target }, row) => {
    for (let i = 0; i < width; i++) {
      const along: Line = (x) =>
        checked.loss(
          output.map((value, j) => (j === i ? value + x : value)),
          target.value,
        );
      const got = (analytic[row * width + i] ?? Number.NaN) / usual;
      const numeric = slopeOf(along);
      if (numeric === undefined) continue;
      const gap = Math.abs(got - numeric) / Math.max(Math.abs(got), Math.abs(numeric), 1);
      if (!Number.isFinite(gap)) {
        notes.add(
          Number.isFinite(numeric)
            ? `The gradient is not finite at ${shown(output)}, target ${target.label}: a branch that is not taken still counts.`
            : `The loss is not finite at ${shown(output)}, target ${target.label}.`,
        );
        result.passed = false;
        continue;
      }
      result.compared++;
      largest = Math.max(largest, Math.abs(got));
      if (gap >= result.worst) {
        result.worst = gap;
        result.worstAt = {
          output,
          target: target.label,
          analytic: got * usual,
          numeric: numeric * usual,
        };
      }
    }
  });
  if (result.compared > 0 && largest === 0)
    notes.add('The gradient is 0 wherever it was tried: nothing would be learnt.');
  if (result.compared === 0) result.passed = false;
  result.passed &&= result.worst <= gradientTolerance;
  for (const note of [...kinks(checked), ...(await extremes(checked))]) notes.add(note);
  result.notes = [...notes].slice(0, 6);
  return result;
}

/** The median of what is not zero; 1 if all is. */
function usualSlope(
  { loss }: CheckedLoss,
  points: readonly { output: readonly number[]; target: { value: number } }[],
): number {
  const sizes = points
    .map(({ output: [first = 0, ...rest], target: { value } }) =>
      Math.abs((loss([first + near, ...rest], value) - loss([first - near, ...rest], value)) / (2 * near)),
    )
    .filter((size) => size > 0 && Number.isFinite(size))
    .toSorted((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 1;
}

function slopeOf(along: Line): number | undefined {
  const central = (h: number): number => (along(h) - along(-h)) / (2 * h);
  const [wide, close] = [central(10 * near), central(near)];
  const [right, left] = [(along(near) - along(0)) / near, (along(0) - along(-near)) / near];
  const size = Math.max(1, Math.abs(close));
  if (Math.abs(wide - close) > 1e-3 * size || Math.abs(right - left) > 1e-2 * size) return undefined;
  return close;
}

const shown = (output: readonly number[]): string =>
  `[${output.map((x) => Number(x.toPrecision(3))).join(', ')}]`;

/** Walks in a line through the outputs and closes in on where the slope, or the loss, changes at once. */
function kinks({ width, targets, loss }: CheckedLoss): string[] {
  const steps = 64;
  const others = [...normals(seed, 'walk', 0, width)];
  return targets.slice(0, 2).flatMap(({ label, value }) => {
    const at = (x: number): number[] => others.map((other, i) => (i === 0 ? x : other));
    const along: Line = (x) => loss(at(x), value);
    // From -4 to 4, off the grid: no round number is stepped on exactly.
    const edges = Array.from({ length: steps + 1 }, (_, i) => -4.03 + (8 * i) / steps);
    const largest = (measure: Change): Place | undefined =>
      edges
        .slice(1)
        .flatMap((to, i) => closeIn(measure(along), edges[i] as number, to) ?? [])
        .toSorted((a, b) => b.size - a.size)[0];
    const where = ({ x }: Place): string => `near ${shown(at(x))}${width === 1 ? `, target ${label}` : ''}`;
    const jump = largest(heightChange);
    if (jump) return [`The loss jumps ${where(jump)}: its gradient does not see that.`];
    const kink = largest(slopeChange);
    return kink
      ? [`The slope changes at once ${where(kink)}: a kink, where training takes one of the two sides.`]
      : [];
  });
}

interface Place {
  size: number;
  x: number;
}
type Change = (along: Line) => (from: number, to: number) => number;

const heightChange: Change = (along) => (from, to) => Math.abs(along(to) - along(from));
const slopeChange: Change = (along) => (from, to) => {
  const h = (to - from) / 8;
  return Math.abs((along(to + h) - along(to)) / h - (along(from) - along(from - h)) / h);
};

/** Halves the stretch, keeping the half that changes more. What is smooth shrinks with it; a kink or jump stays. */
function closeIn(change: (from: number, to: number) => number, from: number, to: number): Place | undefined {
  let [a, b] = [from, to];
  const start = change(a, b);
  if (!(start > 1e-2)) return undefined;
  while (b - a > 1e-4) {
    const middle = (a + b) / 2;
    if (change(a, middle) > change(middle, b)) b = middle;
    else a = middle;
  }
  const size = change(a, b);
  return size > 0.3 * start && Number.isFinite(size) ? { size, x: (a + b) / 2 } : undefined;
}

/** Where training goes: an exact answer, and outputs far beyond. */
async function extremes({ width, targets, gradient, loss }: CheckedLoss): Promise<string[]> {
  const notes: string[] = [];
  const cases: [string, (target: number) => number[]][] = [
    [
      width === 1 ? 'where the prediction is exact' : 'where all logits are equal',
      (target) => new Array<number>(width).fill(width === 1 ? target : 0),
    ],
    ['for outputs as large as 100', () => Array.from({ length: width }, (_, i) => (i % 2 ? -100 : 100))],
    ['for outputs as large as 100', () => Array.from({ length: width }, (_, i) => (i % 2 ? 100 : -100))],
  ];
  for (const [where, outputOf] of cases) {
    const outputs = targets.map(({ value }) => outputOf(value));
    const slopes = await gradient(
      outputs,
      targets.map(({ value }) => value),
    );
    const values = outputs.map((output, i) => loss(output, targets[i]?.value ?? 0));
    if (!values.every(Number.isFinite)) notes.push(`The loss is not finite ${where}.`);
    else if (!Array.from(slopes).every(Number.isFinite)) notes.push(`The gradient is not finite ${where}.`);
  }
  return notes;
}
