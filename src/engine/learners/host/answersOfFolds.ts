/** What models said of rows while these were held out: from the folds of a cross-validation each, put together by row. */
import { parseValidation, validationArtifact } from '#/core/evaluation/validationPredictions';
import type { Known } from '#/core/ensembles/greedySelection';
import { TetradError } from '#/core/protocol/errors';
import type { TaskSpec } from '#/core/protocol/train';
import { areClasses } from '#/core/tasks/classification';
import { areNumbers } from '#/core/tasks/regression';
import { commonScale } from '#/core/tasks/scale';
import type { TrainStorage } from '../../train/runDeps';

interface Answered {
  truth: number;
  values: ArrayLike<number>;
}

/** Ascending row numbers of the dataset version, what each model said of these (row-major), and what is known of them. */
export interface FoldAnswers {
  rows: number[];
  said: Float32Array<ArrayBuffer>[];
  known: Known;
}

/** `runs`: of the cross-validations, one for each model. Rows that one of them did not answer are left out. */
export async function answersOfFolds(
  runs: readonly string[],
  task: TaskSpec,
  storage: Pick<TrainStorage, 'runs' | 'blobs'>,
): Promise<FoldAnswers> {
  const each = await Promise.all(runs.map((id) => answersOf(id, task, storage)));
  const [first = new Map<number, Answered>()] = each;
  const rows = [...first.keys()].filter((row) => each.every((own) => own.has(row))).sort((a, b) => a - b);
  const labels = task.labels?.length ?? 0;
  const width = labels || 1;
  const said = each.map((own) => {
    const values = new Float32Array(rows.length * width);
    for (const [at, row] of rows.entries()) values.set((own.get(row) as Answered).values, at * width);
    return values;
  });
  return { rows, said, known: { truth: rows.map((row) => (first.get(row) as Answered).truth), labels } };
}

async function answersOf(
  parentId: string,
  task: TaskSpec,
  { runs, blobs }: Pick<TrainStorage, 'runs' | 'blobs'>,
): Promise<Map<number, Answered>> {
  const answered = new Map<number, Answered>();
  const { mean, std } = commonScale(task);
  for (const { artifacts, fold } of await runs.list({ parentId })) {
    const artifact = artifacts.find(({ name }) => name === validationArtifact);
    if (!artifact || (fold?.repeat ?? 0) > 0) continue;
    const judged = parseValidation(await blobs.get(artifact.blob));
    for (const [at, row] of judged.rows.entries()) {
      if (areClasses(judged)) {
        const { labels, truth, probabilities } = judged;
        const places = (task.labels ?? []).map((label) => labels.indexOf(label));
        answered.set(row, {
          truth: places.indexOf(truth[at] as number),
          values: places.map((place) =>
            place < 0 ? 0 : (probabilities[at * labels.length + place] as number),
          ),
        });
      } else if (areNumbers(judged))
        answered.set(row, {
          truth: ((judged.truth[at] as number) - mean) / std,
          values: [((judged.predicted[at] as number) - mean) / std],
        });
    }
  }
  if (answered.size > 0) return answered;
  throw new TetradError({
    code: 'notFound',
    message: 'The answers of a cross-validation are gone.',
    place: 'folds',
    hint: 'Cross-validate again, or learn the weights from the validation part.',
  });
}

/** Of some of the rows. badInput where one of them was in no fold. */
export function foldAnswersOn(
  wanted: ArrayLike<number>,
  { rows, said, known }: FoldAnswers,
): Float32Array<ArrayBuffer>[] {
  const width = known.labels || 1;
  const placeOf = new Map(rows.map((row, place) => [row, place]));
  return said.map((values) => {
    const own = new Float32Array(wanted.length * width);
    for (let at = 0; at < wanted.length; at++) {
      const place = placeOf.get(wanted[at] as number);
      if (place === undefined)
        throw new TetradError({
          code: 'badInput',
          message: `Row ${wanted[at]} judges the ensemble, and was in no fold of its members.`,
          place: 'folds',
          hint: 'Cross-validate the members with the same seed and the same shares of the rows.',
        });
      own.set(values.subarray(place * width, (place + 1) * width), at * width);
    }
    return own;
  });
}
