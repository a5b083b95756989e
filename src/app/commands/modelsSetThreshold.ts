import { z } from 'zod';
import { calledFigures } from '#/core/evaluation/calledFigures';
import { parseValidation, testArtifact, validationArtifact } from '#/core/evaluation/validationPredictions';
import { TetradError } from '#/core/protocol/errors';
import type { ModelVersion } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { areClasses, type ClassPredictions } from '#/core/tasks/classification';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const modelsSetThreshold = defineCommand({
  name: 'models.setThreshold',
  effect: 'writes',
  title: 'Keep a threshold',
  summary:
    'Makes a new version that calls one of two labels from a probability on, and the other below; null: the likelier. The version it is made of stays as it is.',
  input: z.strictObject({
    versionId: id,
    threshold: z.strictObject({ label: z.string().max(1000), from: z.number().min(0).max(1) }).nullable(),
  }),
  output: z.object({ modelId: id, versionId: id, number: z.int() }),
  async run({ storage }, { versionId, threshold }) {
    const version = found(await storage.models.version(versionId), 'version', versionId);
    requireTwoLabels(version, threshold?.label);
    const { id: _id, number, createdAt: _createdAt, hash: _hash, notes: _notes, ...same } = version;
    const { threshold: _before, ...plain } = version.task;
    const task = threshold ? { ...plain, threshold } : plain;
    const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
    const made = await storage.models.commitVersion(
      {
        ...same,
        task,
        ...calledFigures(version, task, await keptOf(storage, version)),
        notes: threshold
          ? `Version ${number}, “${threshold.label}” from a probability of ${threshold.from.toFixed(3)} on.`
          : `Version ${number}, the likelier label.`,
      },
      { alias: model.aliases.champion ? 'challenger' : 'champion' },
    );
    return { modelId: version.modelId, versionId: made.id, number: made.number };
  },
});

async function keptOf(storage: Storage, { runId }: ModelVersion) {
  const artifacts = (await storage.runs.get(runId))?.artifacts ?? [];
  const of = async (wanted: string): Promise<ClassPredictions | undefined> => {
    const artifact = artifacts.find(({ name }) => name === wanted);
    if (!artifact) return undefined;
    const judged = parseValidation(await storage.blobs.get(artifact.blob));
    return areClasses(judged) ? judged : undefined;
  };
  return { val: await of(validationArtifact), test: await of(testArtifact) };
}

function requireTwoLabels({ task: { labels = [], target } }: ModelVersion, label: string | undefined): void {
  if (labels.length === 2 && (label === undefined || labels.includes(label))) return;
  throw new TetradError({
    code: 'badInput',
    message:
      labels.length === 2
        ? `"${target}" has no label "${label?.slice(0, 100)}".`
        : `A threshold decides between two labels; "${target}" has ${labels.length === 0 ? 'none' : labels.length}.`,
    place: 'threshold.label',
    hint: labels.length === 2 ? `Its labels are ${labels.join(', ')}.` : undefined,
  });
}
