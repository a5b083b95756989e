/** Times that do not follow each other evenly: said with their dates before windows run across them. */
import type { DataIssue } from '../protocol/dataset';
import { spanText, timeText } from './cfTime';
import type { Windowing } from './gridSchema';

export interface TimeAxis {
  name: string;
  values: Float64Array;
  unit?: string;
  calendar?: string;
}

/** A step longer than this many usual ones is a gap. */
const gapSteps = 1.5;
/** More gaps than this share of the steps are no gaps: the times are uneven. */
const unevenShare = 0.1;
const mostNamed = 3;

interface Breaks {
  repeated: number[];
  back: number[];
  gaps: number[];
  uneven: number[];
  missing: number[];
  step: number;
}

/** `windowing`: how samples are cut, where that is known: then it is said how many see a break. */
export function timeIssues(axis: TimeAxis, windowing?: Windowing): DataIssue[] {
  const breaks = findBreaks(axis.values);
  const { values, unit, calendar, name } = axis;
  const at = (index: number) => timeText(values[index] as number, unit, calendar);
  const pair = (index: number) =>
    `${at(index)} behind ${at(index - 1)} (index ${index.toLocaleString('en')})`;
  const issues: DataIssue[] = [];
  const tell = (indices: readonly number[], message: string, hint: string) => {
    if (indices.length > 0)
      issues.push({
        severity: 'warning',
        message,
        hint: hint + crossing(indices, axis, windowing),
        count: indices.length,
      });
  };
  const { repeated, back, gaps, uneven, missing, step } = breaks;
  tell(
    missing,
    `“${name}” has times that are missing: ${named(missing, (index) => `index ${index.toLocaleString('en')}`)}.`,
    'Take the part of the dimension that has times.',
  );
  tell(
    repeated,
    `Times occur twice: ${named(repeated, (index) => `${at(index)} (index ${(index - 1).toLocaleString('en')} and ${index.toLocaleString('en')})`)}.`,
    'Remove one of the two, or take the part of the dimension before or behind them.',
  );
  tell(
    back,
    back.length === values.length - 1 && values.length > 2
      ? `The times run backwards: from ${at(0)} to ${at(values.length - 1)}.`
      : `Times are out of order: ${named(back, pair)}.`,
    'Sort the file by time, or take the part of the dimension that is in order.',
  );
  tell(
    gaps,
    `Times are missing: ${named(gaps, (index) => `between ${at(index - 1)} and ${at(index)} (index ${(index - 1).toLocaleString('en')} and ${index.toLocaleString('en')})`)}; all others are ${spanText(step, unit)} apart.`,
    'Take the part of the dimension before or behind the gap.',
  );
  if (uneven.length > 0)
    issues.push({
      severity: 'info',
      message: `The times are not evenly spaced: most are ${spanText(step, unit)} apart, ${uneven.length.toLocaleString('en')} of ${(values.length - 1).toLocaleString('en')} steps are longer.`,
      hint: 'A network takes the steps for even.',
    });
  return issues;
}

function findBreaks(values: Float64Array): Breaks {
  const breaks: Breaks = { repeated: [], back: [], gaps: [], uneven: [], missing: [], step: 0 };
  const steps: number[] = [];
  values.forEach((value, i) => {
    const before = values[i - 1];
    if (Number.isNaN(value)) breaks.missing.push(i);
    else if (before === undefined || Number.isNaN(before)) return;
    else if (value === before) breaks.repeated.push(i);
    else if (value < before) breaks.back.push(i);
    else steps.push(value - before);
  });
  if (steps.length === 0) return breaks;
  const sorted = Float64Array.from(steps).sort();
  const step = sorted[sorted.length >> 1] as number;
  const long: number[] = [];
  for (let i = 1; i < values.length; i++)
    if ((values[i] as number) - (values[i - 1] as number) > gapSteps * step) long.push(i);
  const isUneven = long.length > 2 && long.length > unevenShare * steps.length;
  return { ...breaks, step, [isUneven ? 'uneven' : 'gaps']: long };
}

const named = (indices: readonly number[], text: (index: number) => string): string =>
  indices.slice(0, mostNamed).map(text).join('; ') +
  (indices.length > mostNamed ? `; and ${(indices.length - mostNamed).toLocaleString('en')} more` : '');

/** How many windows run from one side of a break to the other. */
function crossing(
  indices: readonly number[],
  { values: { length: times } }: TimeAxis,
  windowing: Windowing | undefined,
): string {
  if (!windowing) return '';
  const { length, stride, horizon } = windowing;
  const before = new Uint32Array(times + 1);
  const marked = new Set(indices);
  for (let i = 0; i < times; i++) before[i + 1] = (before[i] as number) + (marked.has(i) ? 1 : 0);
  let crossed = 0;
  let all = 0;
  for (let start = 0; start + length + horizon <= times; start += stride, all++)
    // A break stands before the time of its index.
    if ((before[start + length + horizon] as number) > (before[start + 1] as number)) crossed++;
  if (crossed === 0) return '';
  return ` Now ${crossed.toLocaleString('en')} of ${all.toLocaleString('en')} windows run across, as if the times followed each other.`;
}
