/** What a version forgot and gained of the one that it went on from, a sentence for each part of the rows. */
import type { GoneOn, GoneOnPart } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { higherIsBetter, metricText, metricTitle } from '#/ui/charts/metricNames';

export interface GoneOnWords {
  title: string;
  sentence: string;
  isWorse: boolean;
}

export function goneOnWords({ metric, parts }: GoneOn, before: string): GoneOnWords[] {
  const name = `val${metric.charAt(0).toUpperCase()}${metric.slice(1)}`;
  const title = metricTitle(name).replace(/^Validation /, '');
  return parts.map((part) => {
    const { rows, count, learnt = 0 } = part;
    const gain = (part.after - part.before) * (higherIsBetter(name) ? 1 : -1);
    const change =
      gain === 0
        ? 'the same as before'
        : `${gain > 0 ? 'better' : 'worse'} than before, by ${metricText(name, Math.abs(gain)).replace(' %', ' points')}`;
    const verdict = rows === 'new' ? '' : gain < 0 ? ' So much was forgotten.' : ' Nothing was forgotten.';
    const taught =
      learnt > 0
        ? ` ${formatCount(learnt)} of these rows were learnt from this time, so this says less than it seems.`
        : '';
    return {
      title: rows === 'old' ? `What judged ${before}` : 'New rows',
      sentence: `On ${rowsOf(part, before)}, ${title} was ${metricText(name, part.before)} and is ${metricText(name, part.after)}: ${change}.${verdict}${taught}${count < 50 ? ` ${formatCount(count)} rows say little.` : ''}`,
      isWorse: gain < 0,
    };
  });
}

const rowsOf = ({ rows, part, count }: GoneOnPart, before: string): string =>
  `the ${formatCount(count)} ${part} ${count === 1 ? 'row' : 'rows'} ${rows === 'old' ? `of ${before}` : count === 1 ? 'that is new' : 'that are new'}`;
