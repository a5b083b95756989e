import { z } from 'zod';
import { parseValidation, testArtifact, validationArtifact } from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { metricName } from '#/core/tasks/judgeName';
import { areOdd, oddFigure, type OddPredictions } from '#/core/tasks/anomaly';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const modelsSetOddFrom = defineCommand({
  name: 'models.setOddFrom',
  effect: 'writes',
  title: 'Keep a threshold of odd rows',
  summary:
    'Makes a new version of a model that finds odd rows: it calls a row odd from this score on. The version it is made of stays as it is.',
  input: z.strictObject({ versionId: id, oddFrom: z.number().positive() }),
  output: z.object({ modelId: id, versionId: id, number: z.int() }),
  async run({ storage }, { versionId, oddFrom }) {
    const version = found(await storage.models.version(versionId), 'version', versionId);
    if (version.task.oddFrom === undefined)
      throw new TetradError({
        code: 'badInput',
        message: 'This version does not tell how odd rows are, so it has no such threshold.',
        place: 'versionId',
        hint: 'Choose a version of a model for anomaly detection.',
      });
    const { id: _id, number, createdAt: _createdAt, hash: _hash, notes: _notes, ...same } = version;
    const task = { ...version.task, oddFrom };
    const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
    const made = await storage.models.commitVersion(
      {
        ...same,
        task,
        ...(await figuresOf(storage, { ...version, task })),
        notes: `Version ${number}, odd from a score of ${oddFrom.toPrecision(4)} on.`,
      },
      { alias: model.aliases.champion ? 'challenger' : 'champion' },
    );
    return { modelId: version.modelId, versionId: made.id, number: made.number };
  },
});

/** Of the training rows nothing was kept, so nothing is said of them. */
async function figuresOf(
  storage: Storage,
  { runId, task, metrics, figure }: ModelVersion,
): Promise<Pick<ModelVersion, 'metrics' | 'figure'>> {
  const artifacts = (await storage.runs.get(runId))?.artifacts ?? [];
  const of = async (wanted: string): Promise<OddPredictions | undefined> => {
    const artifact = artifacts.find(({ name }) => name === wanted);
    const judged = artifact && parseValidation(await storage.blobs.get(artifact.blob));
    return judged && areOdd(judged) ? judged : undefined;
  };
  const parts = { val: await of(validationArtifact), test: await of(testArtifact) };
  const { [metricName('train', 'oddShare')]: _train, ...next } = metrics;
  for (const part of ['val', 'test'] as const) {
    const judged = parts[part];
    if (judged) next[metricName(part, 'oddShare')] = oddFigure(task, judged).value;
  }
  const judged = figure && (figure.part === 'test' ? parts.test : parts.val);
  if (!figure || !judged) return { metrics: next, ...(figure && { figure }) };
  const { copies: _, ...rest } = figure;
  return { metrics: next, figure: { ...rest, ...oddFigure(task, judged) } };
}
