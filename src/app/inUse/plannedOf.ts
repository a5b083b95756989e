/** What a plan of a comparison goes by: what is told, and what is known of the champion. */
import { independentlyApart, type Planned } from '#/core/inUse/planComparison';
import { performanceOf } from '#/core/inUse/performance';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';

interface Asked extends Pick<Planned, 'way' | 'share' | 'alpha' | 'difference'> {
  expectedRows: number;
  champion?: number;
  apart?: number;
}

type From = 'given' | 'labels' | 'training';
const leastLabels = 100;

export async function plannedOf(
  storage: Pick<Storage, 'inUse'>,
  version: ModelVersion,
  { expectedRows, champion: told, apart: toldApart, difference, ...rest }: Asked,
): Promise<Planned & { from: From }> {
  if (!version.task.labels)
    throw new TetradError({
      code: 'unsupported',
      message: `${version.task.target} is no label: a plan counts right answers, and of numbers there are none.`,
      place: `version ${version.number}`,
      hint: 'Start the comparison: it shows after every label how far off each one is.',
    });
  const { champion, from } =
    told === undefined ? await rightOf(storage, version) : { champion: told, from: 'given' as const };
  const challenger = champion + difference;
  if (challenger > 1)
    throw new TetradError({
      code: 'badInput',
      message: `Version ${version.number} is right in ${percent(champion)}, so none is better by ${(100 * difference).toFixed(1)} points.`,
      place: 'difference',
      hint:
        champion < 1
          ? `Ask for at most ${(100 * (1 - champion)).toFixed(1)} points.`
          : 'Of the rows that are known it misses none: wait for labels that it misses, or say how often it is right.',
    });
  const most = Math.min(champion + challenger, 2 - champion - challenger);
  const apart = toldApart ?? Math.min(most, Math.max(difference, independentlyApart(champion, difference)));
  if (apart < difference || apart > most)
    throw new TetradError({
      code: 'badInput',
      message: `Only one of the two is right at ${percent(apart)} of the rows, which cannot be: of versions that are right in ${percent(champion)} and ${percent(challenger)} it is ${percent(difference)} to ${percent(most)}.`,
      place: 'apart',
      hint: 'Leave it out, or take it from a replay.',
    });
  return { ...rest, rows: expectedRows, difference, champion, from, apart };
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

async function rightOf(
  { inUse }: Pick<Storage, 'inUse'>,
  version: ModelVersion,
): Promise<{ champion: number; from: From }> {
  const rows = (await inUse.rows(version.modelId)).filter((row) => row.version === version.number);
  const { actual, labelled } = performanceOf(rows, { windows: 1 });
  if (actual && labelled >= leastLabels) return { champion: actual.share, from: 'labels' };
  const { valAccuracy } = version.metrics;
  if (valAccuracy !== undefined) return { champion: valAccuracy, from: 'training' };
  throw new TetradError({
    code: 'badInput',
    message: `How often version ${version.number} is right is not known: no labels came, and its training kept no rows back.`,
    place: 'champion',
    hint: 'Say it: 0.8 is 80 %.',
  });
}
