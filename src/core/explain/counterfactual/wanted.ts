/** Which answer is looked for: a label, or a range of numbers; and how near an answer is to it. */
import { TetradError } from '../../protocol/errors';
import { calledClasses } from '../../tasks/calledClasses';
import type { AskedModel } from '../explainerDef';

export interface Wanted {
  /** In words: "spam", "at least 200". */
  text: string;
  /** Whether an answer, as `run` of the model gives it, is what is looked for. */
  isReached(answer: ArrayLike<number>): boolean;
  /** Larger is nearer; of what is reached as well. */
  nearness(answer: ArrayLike<number>): number;
  /** What the answer says: a label, or the number. */
  say(answer: ArrayLike<number>): string;
  /** Of a label its probability, else the number. */
  figure(answer: ArrayLike<number>): number;
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

/** `own`: the answer as it is; `spread`: of answers of the background. */
export function wantedOf(
  { task, value }: Pick<AskedModel, 'task' | 'value'>,
  text: string,
  own: ArrayLike<number>,
  spread: number,
): Wanted {
  return value === 'class' ? labelWanted(task, text.trim(), own) : rangeWanted(text.trim(), own, spread);
}

function labelWanted(task: AskedModel['task'], text: string, own: ArrayLike<number>): Wanted {
  const labels = task.labels ?? [];
  const called = (answer: ArrayLike<number>) => calledClasses(task, answer)[0] as number;
  const now = called(own);
  let at = labels.indexOf(text);
  if (text !== '' && at < 0)
    throw new TetradError({
      code: 'badInput',
      message: `There is no label "${text.slice(0, 80)}".`,
      place: 'params.wanted',
      hint: `Use one of: ${labels.slice(0, 20).join(', ')}.`,
    });
  if (at < 0)
    for (let i = 0; i < labels.length; i++)
      if (i !== now && (at < 0 || (own[i] as number) > (own[at] as number))) at = i;
  return {
    text: labels[at] ?? '',
    isReached: (answer) => called(answer) === at,
    nearness(answer) {
      let other = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < labels.length; i++) if (i !== at) other = Math.max(other, answer[i] as number);
      return (answer[at] as number) - other;
    },
    say: (answer) => labels[called(answer)] ?? '',
    figure: (answer) => answer[at] as number,
  };
}

const number = String.raw`([-+]?\d*\.?\d+(?:e[-+]?\d+)?)`;
const between = new RegExp(String.raw`^${number}\s*(?:to|\.\.|–)\s*${number}$`, 'i');
const oneSided = new RegExp(String.raw`^(>=?|≥|<=?|≤|at least|at most|from|up to)\s*${number}$`, 'i');

function rangeWanted(text: string, own: ArrayLike<number>, spread: number): Wanted {
  const [low, high] = rangeOf(text, own[0] as number, spread);
  const told =
    high === Number.POSITIVE_INFINITY
      ? `at least ${short(low)}`
      : low === Number.NEGATIVE_INFINITY
        ? `at most ${short(high)}`
        : `${short(low)} to ${short(high)}`;
  return {
    text: told,
    isReached: ({ 0: value = Number.NaN }) => value >= low && value <= high,
    nearness: ({ 0: value = Number.NaN }) => -Math.max(low - value, value - high, 0),
    say: ({ 0: value = Number.NaN }) => short(value),
    figure: ({ 0: value = Number.NaN }) => value,
  };
}

function rangeOf(text: string, own: number, spread: number): [number, number] {
  if (text === '') return [own + spread, Number.POSITIVE_INFINITY];
  const both = between.exec(text);
  if (both) {
    const [a, b] = [Number(both[1]), Number(both[2])];
    return [Math.min(a, b), Math.max(a, b)];
  }
  const one = oneSided.exec(text);
  if (one) {
    const isLeast = /^(>|≥|at least|from)/i.test(one[1] as string);
    return isLeast ? [Number(one[2]), Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, Number(one[2])];
  }
  throw new TetradError({
    code: 'badInput',
    message: `"${text.slice(0, 80)}" is no range of numbers.`,
    place: 'params.wanted',
    hint: 'Write "at least 200", "at most 150" or "150 to 200".',
  });
}
