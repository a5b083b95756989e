/** A model version as files: ONNX, run and compared at once, or the weights as safetensors. */
import { bodyOf } from '#/core/bodies/registry';
import { latentName } from '#/core/arch/latentOf';
import { sliceSamples } from '#/core/kinds/rawSamples';
import { kindOf } from '#/core/kinds/registry';
import { exportModel } from '#/core/onnx/exportModel';
import type { ExportedModel } from '#/core/onnx/exportRequest';
import type { Feed } from '#/core/onnx/feeds';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { Model, ModelVersion } from '#/core/protocol/model';
import {
  type ExportOptions,
  type ExportParity,
  type ExportReport,
  type ExportResult,
  isProgram,
  type ProgramFormat,
  programTitles,
} from '#/core/protocol/predict';
import type { Storage } from '#/core/protocol/storage';
import { type SafetensorsTensor, writeSafetensors } from '#/core/safetensors/safetensors';
import { kindEngineOf } from '../kinds/registry';
import { canRunOnWebgpu, onWebgpu, runOnnx } from '../ort/runOnnx';
import type { OpenModel } from '../predict/openModel';
import { checkParity } from './checkParity';

export async function exportVersion(
  model: OpenModel,
  registered: (Pick<Model, 'name'> & Partial<Pick<Model, 'family'>>) | undefined,
  options: ExportOptions,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
  run: typeof runOnnx = runOnnx,
): Promise<ExportResult> {
  const name = fileName(registered?.name ?? 'model', model.version.number);
  if (model.files.length > 0) return await asItCame(model, options);
  if (options.format === 'onnx')
    return await toOnnx(model, { name, family: registered?.family }, options, storage, run);
  const weights = await toSafetensors(model, name, options);
  return isProgram(options.format) ? withProgram(model, options.format, name, weights) : weights;
}

/** Of a body that is a file: that file, unchanged, and those beside it. */
async function asItCame(
  { version: { body }, files: bytes }: OpenModel,
  { format }: ExportOptions,
): Promise<ExportResult> {
  if (format !== 'onnx')
    throw new TetradError({
      code: 'unsupported',
      message: 'An imported model leaves as the file that it came as.',
      place: 'format',
      hint: 'Export it as ONNX.',
    });
  const files = bodyOf(body).files?.(body.spec, bytes) ?? [];
  const [file] = files;
  if (!file) throw new TetradError({ code: 'internal', message: 'The imported model has no file.' });
  return { files, report: { bytes: file.bytes.byteLength, sha256: await sha256(file.bytes) } };
}

async function toOnnx(
  model: OpenModel,
  { name, family }: { name: string; family?: string },
  options: ExportOptions,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
  run: typeof runOnnx,
): Promise<ExportResult> {
  const { version, tensors, blobs } = model;
  const { body } = version;
  const exported = exportModel({
    body,
    tensors,
    files: blobs,
    input: version.input,
    task: version.task,
    inputs: version.inputs,
    options,
    metadata: {
      ...metadataOf(version),
      ...(family && { family }),
      ...(options.card && { modelCard: options.card }),
    },
  });
  const check = (by: typeof runOnnx) => checkParity(model, exported, options.dynamicBatch, by, storage);
  const examples = options.examples ? await examplesOf(model, exported, storage) : undefined;
  // Of one that was imported no rows of its data are here to hold it against.
  const checked =
    version.datasetVersionId === ''
      ? { parity: undefined }
      : await check(run).then((parity) => ({ parity }), unlessLoaded);
  const { notOnWebgpu } = bodyOf(body).exportNotes(body.spec, options);
  return {
    files: [{ name: `${name}.onnx`, bytes: exported.bytes }, ...companionsOf(version)],
    report: {
      bytes: exported.bytes.byteLength,
      sha256: await sha256(exported.bytes),
      opset: exported.opset,
      irVersion: exported.irVersion,
      nodeCounts: exported.nodeCounts,
      fusions: exported.fusions,
      ports: { inputs: exported.inputs, outputs: exported.outputs },
      ...checked,
      ...('parity' in checked &&
        checked.parity &&
        kindEngineOf(version.input).onWebgpu && {
          webgpuParity: notOnWebgpu
            ? { skipped: notOnWebgpu }
            : await webgpuParity(() => check((bytes, batches) => runOnnx(bytes, batches, onWebgpu))),
        }),
    },
    ...(examples && { examples }),
  };
}

const mostExamples = 6;
const mostExampleBytes = 4e6;

/** Samples that the version keeps, as its file takes them; of a decoder, which takes drawn numbers, none. */
async function examplesOf(
  { version }: OpenModel,
  { inputs }: ExportedModel,
  storage: Pick<Storage, 'blobs' | 'datasets'>,
): Promise<Feed[][]> {
  if (inputs.some(({ name }) => name === latentName)) return [];
  const kind = kindEngineOf(version.input);
  const samples = await kind.trial(version, storage);
  const rows = Math.min(mostExamples, samples.rows, Math.max(1, version.sampleRows.length));
  const examples: Feed[][] = [];
  let bytes = 0;
  for (let row = 0; row < rows; row++) {
    const feeds = kind.feeds(inputs, sliceSamples(samples, row, 1), version);
    bytes += feeds.reduce((sum, { type, data }) => sum + (type === 'string' ? 0 : data.byteLength), 0);
    if (row > 0 && bytes > mostExampleBytes) break;
    examples.push(feeds);
  }
  return examples;
}

/** The file is whole without the runtime that would check it; it says that it was not. */
function unlessLoaded(thrown: unknown): Pick<ExportReport, 'unchecked'> {
  const unchecked = toErrorInfo(thrown);
  if (unchecked.code !== 'offline') throw thrown;
  return { unchecked };
}

const companionsOf = ({ input }: ModelVersion): ExportResult['files'] =>
  (kindOf(input).companions?.(input.fitted) ?? []).map(({ name, text }) => ({
    name,
    bytes: new TextEncoder().encode(text),
  }));

/** The GPU is a second opinion: that it cannot be asked is told, and fails nothing. */
async function webgpuParity(
  check: () => Promise<ExportParity>,
): Promise<NonNullable<ExportReport['webgpuParity']>> {
  if (!canRunOnWebgpu()) return { skipped: 'This browser cannot run onnxruntime-web on WebGPU.' };
  try {
    return await check();
  } catch (thrown) {
    return { skipped: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

async function toSafetensors(model: OpenModel, name: string, options: ExportOptions): Promise<ExportResult> {
  const tensors = new Map<string, SafetensorsTensor>(
    [...model.tensors].map(([key, { shape, data }]) => [key, { shape, data: new Float32Array(data) }]),
  );
  const metadata = options.metadata ? Object.entries(metadataOf(model.version)) : [];
  const bytes = writeSafetensors(tensors, new Map(metadata));
  return {
    files: [{ name: `${name}.safetensors`, bytes }],
    report: { bytes: bytes.byteLength, sha256: await sha256(bytes) },
  };
}

/** The program that reads them. */
function withProgram(
  { version: { body } }: OpenModel,
  format: ProgramFormat,
  name: string,
  weights: ExportResult,
): ExportResult {
  const { title, programs } = bodyOf(body);
  if (!programs)
    throw new TetradError({
      code: 'unsupported',
      message: `${programTitles[format]} code is written of networks, not of ${title.toLowerCase()}.`,
      place: 'format',
      hint: 'Export it as ONNX.',
    });
  const [file] = weights.files;
  const code = programs[format](body.spec, file?.name ?? `${name}.safetensors`);
  return {
    ...weights,
    files: [{ name: `${name}.py`, bytes: new TextEncoder().encode(code) }, ...weights.files],
  };
}

function metadataOf(version: ModelVersion): Record<string, string> {
  return {
    modelVersion: version.id,
    versionNumber: String(version.number),
    versionHash: version.hash,
    run: version.runId,
    dataset: version.datasetId,
    datasetVersion: version.datasetVersionId,
    datasetHash: version.datasetHash,
    metrics: JSON.stringify(version.metrics),
    createdAt: new Date(version.createdAt).toISOString(),
  };
}

function fileName(name: string, version: number): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[-.]+|-+$/g, '')
    .slice(0, 80);
  return `${plain || 'model'}-v${version}`;
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
