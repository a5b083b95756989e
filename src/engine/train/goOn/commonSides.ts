/**
 * Which rows may judge models that are asked together: those that taught none of them. Read from what their runs kept of
 * the rows that judged each; a row that is in none of these is taken for one that was learnt from.
 */
import { artifactOf, parseValidation } from '#/core/evaluation/validationPredictions';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import { sideOf } from '#/core/split/keepSides';
import type { TrainStorage } from '../runDeps';

/** By row of the dataset version. badInput where no row judges them all. */
export async function commonSides(
  versions: readonly ModelVersion[],
  dataset: DatasetVersion,
  storage: Pick<TrainStorage, 'runs' | 'blobs'>,
  /** judgedByFolds: what judged the run whose settings a member has judges it, though it has learnt from it. */
  { judgedByFolds }: { judgedByFolds?: unknown } = {},
): Promise<Uint8Array> {
  const sides = new Uint8Array(dataset.rows).fill(sideOf.test);
  for (const version of versions) {
    const own = await ownSides(version, dataset, storage, judgedByFolds === true);
    // The nearest to the training decides.
    for (const [row, side] of own.entries()) sides[row] = Math.min(sides[row] as number, side);
  }
  if (sides.some((side) => side !== sideOf.train)) return sides;
  throw new TetradError({
    code: 'badInput',
    message: 'Every row taught at least one of the members, so there is none to judge them together by.',
    place: 'members',
    hint: 'Train them again with the same seed and the same shares for validation and test.',
  });
}

async function ownSides(
  { runId, number, datasetHash }: ModelVersion,
  dataset: DatasetVersion,
  { runs, blobs }: Pick<TrainStorage, 'runs' | 'blobs'>,
  byFolds: boolean,
): Promise<Uint8Array> {
  const own = runId === '' ? undefined : await runs.get(runId);
  const run = byFolds && own?.candidate?.of ? await runs.get(own.candidate.of) : own;
  const parts = run?.artifacts ?? [];
  const sides = new Uint8Array(dataset.rows).fill(sideOf.train);
  const kept = [
    ['validation', sideOf.val],
    ['test', sideOf.test],
  ] as const;
  let known = false;
  for (const [part, side] of kept) {
    const artifact = parts.find(({ name }) => name === artifactOf(part));
    if (!artifact) continue;
    known = true;
    // They said when to stop, and were learnt from then.
    if (side === sideOf.val && run?.config.allRows) continue;
    for (const row of parseValidation(await blobs.get(artifact.blob)).rows) sides[row] = side;
  }
  if (known && datasetHash === dataset.hash) return sides;
  throw new TetradError({
    code: 'badInput',
    message: known
      ? `Version ${number} learnt from other data.`
      : `It is not known which rows version ${number} learnt from: its run is gone, or kept no answers.`,
    place: 'members',
    hint: 'Leave it out, or train it again on this dataset.',
  });
}
