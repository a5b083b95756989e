/** How often answers of a version are right, by their confidence: from the rows that its run held back. */
import { artifactOf, parseValidation } from '#/core/evaluation/validationPredictions';
import { calibrateRight, type RightCurve } from '#/core/inUse/calibrateRight';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { areClasses } from '#/core/tasks/classification';
import { calledClasses } from '#/core/tasks/calledClasses';

export async function rightCurve(
  { runs, blobs }: Pick<Storage, 'runs' | 'blobs'>,
  { runId, task }: ModelVersion,
): Promise<{ curve?: RightCurve; noCurve?: string }> {
  const run = runId === '' ? undefined : await runs.get(runId);
  if (!run)
    return {
      noCurve:
        runId === ''
          ? 'This version was imported: no rows with known truth came with it.'
          : 'The run that made this version was deleted, and with it the rows with known truth.',
    };
  // Rows kept for a test were seen by nothing; those of the validation chose when to stop.
  const artifact = ['test', 'validation'].flatMap(
    (part) => run.artifacts.find(({ name }) => name === artifactOf(part as 'test' | 'validation')) ?? [],
  )[0];
  if (!artifact) return { noCurve: 'The run of this version held back no rows with known truth.' };
  const judged = parseValidation(await blobs.get(artifact.blob));
  if (!areClasses(judged)) return { noCurve: 'Its answers have no one label each with a probability.' };
  const { labels, truth, probabilities } = judged;
  const called = calledClasses({ ...task, labels }, probabilities);
  const confidences = Float64Array.from(
    called,
    (label, row) => probabilities[row * labels.length + label] as number,
  );
  return {
    curve: calibrateRight(
      confidences,
      Array.from(truth, (label, row) => (label === called[row] ? 1 : 0)),
    ),
  };
}
