/** Values with their times: "(0,1.5),(1,1.7)" or "(2020-01-01 10:00:00,1.5)". */
import type { TetradError } from '#/core/protocol/errors';

const pair = /\(([^,()]*),([^,()]*)\)/g;

export function parseTimedValues(
  text: string,
  bad: (what: string) => TetradError,
): { values: number[]; steps: (number | string)[] } {
  const values: number[] = [];
  const steps: (number | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(pair)) {
    const between = text.slice(end, match.index).replaceAll(/[,\s]/g, '');
    if (between !== '') throw bad(between);
    end = match.index + match[0].length;
    const [time, value] = [(match[1] ?? '').trim(), (match[2] ?? '').trim()];
    const number = value === '?' || /^nan$/i.test(value) ? Number.NaN : Number(value);
    if (value === '' || (Number.isNaN(number) && !/^(\?|nan)$/i.test(value))) throw bad(value);
    values.push(number);
    const step = Number(time);
    steps.push(time !== '' && Number.isFinite(step) ? step : time);
  }
  const rest = text.slice(end).replaceAll(/[,\s]/g, '');
  if (rest !== '' || values.length === 0) throw bad(rest || text);
  return { values, steps };
}
