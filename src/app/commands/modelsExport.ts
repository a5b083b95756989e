import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import {
  conv4dForms,
  treeForms,
  exportFormats,
  exportParts,
  type ExportFormat,
  type ExportOptions,
  type ExportReport,
} from '#/core/protocol/predict';
import type { Model, ModelVersion } from '#/core/protocol/model';
import type { Snippet } from '#/core/leaving/snippets/writeSnippets';
import type { AppServices } from '../services';
import { id } from '../commandSchemas';
import { openStoredFile } from '../jobs/storeFile';
import { defineCommand } from './commandDef';
import { found } from '../queries';
import { bytes } from '../outputs/values';
import { exportReport } from '../outputs/prediction';

const exportDefaults: Omit<ExportOptions, 'format'> = {
  opset: 17,
  dynamicBatch: true,
  conv4d: 'folded',
  metadata: true,
};

export const modelsExport = defineCommand({
  name: 'models.export',
  effect: 'writes',
  title: 'Export a model',
  summary:
    'Writes an ONNX file, checked against our own predictions, with programs in Python, JavaScript, C# and Rust that ask it (`code`); that file in one page that opens from disk (`app`) or beside a program that answers over HTTP (`server`); the weights as safetensors, or a program in PyTorch or Keras with them.',
  input: z.strictObject({
    modelId: id,
    version: z.int().min(1).optional(),
    alias: z.string().optional(),
    format: z.enum(exportFormats).default('onnx'),
    options: z
      .strictObject({
        opset: z.int().min(1).optional(),
        labelName: z.string().min(1).optional(),
        probabilitiesName: z.string().min(1).optional(),
        dynamicBatch: z.boolean().optional(),
        conv4d: z.enum(conv4dForms).optional(),
        treeForm: z.enum(treeForms).optional(),
        part: z.enum(exportParts).optional(),
        metadata: z.boolean().optional(),
      })
      .optional(),
  }),
  output: z.object({
    files: z.array(z.object({ name: z.string(), bytes: bytes })),
    report: exportReport,
    /** Of an ONNX file. */
    code: z.array(
      z.object({ language: z.string(), title: z.string(), fileName: z.string(), text: z.string() }),
    ),
  }),
  run: exportAs,
});

interface ExportAsked {
  modelId: string;
  version?: number;
  alias?: string;
  format: ExportFormat;
  options?: Partial<ExportOptions>;
}

export async function exportAs(
  { storage, jobs }: AppServices,
  { modelId, version, alias, format, options }: ExportAsked,
) {
  const which = await storage.models.resolve(modelId, { number: version, alias });
  const model = found(await storage.models.get(modelId), 'model', modelId);
  const job = await jobs.submit({
    kind: 'export',
    title: `Export ${model.name} v${which.number} as ${format}`,
    input: { modelVersionId: which.id, options: { ...exportDefaults, ...options, format } },
    modelId,
  });
  const ended = await jobs.wait(job.id);
  if (ended.status !== 'completed')
    throw new TetradError(ended.error ?? { code: 'cancelled', message: 'The export was cancelled.' });
  const files = await Promise.all(
    (ended.files ?? []).map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await (await openStoredFile(storage.blobs, file)).arrayBuffer()),
    })),
  );
  const { report } = ended.result as { report: ExportReport };
  return { files, report, code: await codeOf(model, which, files, report) };
}

/** Programs that ask the file. Without a network, and never used before, their code is not here. */
async function codeOf(
  model: Model,
  version: ModelVersion,
  files: { name: string }[],
  { ports }: ExportReport,
): Promise<Snippet[]> {
  const file = files.find(({ name }) => name.endsWith('.onnx'));
  if (!file || !ports) return [];
  const written = await import('../leaving/codeOf').catch(() => undefined);
  return written?.codeOf(model, version, ports, file.name) ?? [];
}
