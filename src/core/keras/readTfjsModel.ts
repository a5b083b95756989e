/**
 * A model as TensorFlow.js stores it: model.json with the topology and a list of weights, and the files these lie in, one
 * after the other, cut anywhere. 8 and 16 bits are numbers again. https://github.com/tensorflow/tfjs/tree/master/tfjs-converter
 */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { halfToNumber } from '../halfFloats';
import { TetradError } from '../protocol/errors';
import type { KerasTensor } from './kerasToArch';

const listedWeight = z.object({
  name: z.string().max(1000),
  shape: z.array(z.int().min(0)).max(16),
  dtype: z.string(),
  quantization: z
    .object({
      dtype: z.enum(['uint8', 'uint16', 'float16']),
      scale: z.number().optional(),
      min: z.number().optional(),
    })
    .optional(),
});
type ListedWeight = z.infer<typeof listedWeight>;

const signature = z.object({
  outputs: z.record(z.string().max(1000), z.object({ name: z.string() })).optional(),
});

const modelJson = z.object({
  format: z.string().optional(),
  generatedBy: z.string().nullish(),
  signature: signature.optional(),
  userDefinedMetadata: z.object({ signature: signature.optional() }).optional(),
  modelTopology: z.unknown(),
  weightsManifest: z.array(
    z.object({ paths: z.array(z.string()).max(100_000), weights: z.array(listedWeight).max(100_000) }),
  ),
});
type ModelJson = z.infer<typeof modelJson>;

export interface TfjsModel {
  topology: unknown;
  generatedBy: string;
  tensors: Map<string, KerasTensor>;
  /** Operations of TensorFlow without layers, and what it answers by name. */
  graph?: { outputs: { name: string; from: string }[] };
}

export interface FileBeside {
  path: string;
  file: Blob;
}

export async function readTfjsModel(
  text: string,
  name: string,
  beside: readonly FileBeside[],
): Promise<TfjsModel> {
  const { format, generatedBy, modelTopology, weightsManifest, ...signatures } = parseModelJson(text, name);
  const tensors = new Map<string, KerasTensor>();
  for (const { paths, weights } of weightsManifest) {
    const bytes = await shards(paths, beside, name);
    let at = 0;
    for (const weight of weights) {
      const [tensor, end] = tensorAt(weight, bytes, at);
      if (tensors.has(weight.name))
        throw damaged(`Two arrays are called "${weight.name.slice(0, 80)}".`, name);
      tensors.set(weight.name, tensor);
      at = end;
    }
    if (at !== bytes.length)
      throw damaged(
        `Its arrays take ${at.toLocaleString('en')} bytes; ${paths.slice(0, 3).join(', ')} hold ${bytes.length.toLocaleString('en')}.`,
        name,
      );
  }
  const model = { topology: modelTopology, generatedBy: generatedBy ?? 'TensorFlow.js', tensors };
  if (format !== 'graph-model' && !isGraph(modelTopology)) return model;
  const { outputs = {} } = signatures.signature ?? signatures.userDefinedMetadata?.signature ?? {};
  const named = Object.entries(outputs).map(([key, { name: from }]) => ({ name: key, from }));
  return { ...model, graph: { outputs: named } };
}

function parseModelJson(text: string, name: string): ModelJson {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw damaged(`It is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, name);
  }
  const parsed = modelJson.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw damaged(`It is no model of TensorFlow.js: ${issue?.path.join('.')}: ${issue?.message}`, name);
}

const isGraph = (topology: unknown): boolean =>
  typeof topology === 'object' && topology !== null && 'node' in topology && Array.isArray(topology.node);

const lastOf = (path: string): string => path.split('/').at(-1) ?? path;

async function shards(
  paths: readonly string[],
  beside: readonly FileBeside[],
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = paths.map((path) => beside.find((one) => lastOf(one.path) === lastOf(path)));
  const missing = paths.filter((_, i) => !found[i]);
  if (missing.length > 0)
    throw new TetradError({
      code: 'notFound',
      message: `The weights of the model are also in ${missing
        .slice(0, 3)
        .map((path) => `"${path.slice(0, 120)}"`)
        .join(
          ', ',
        )}${missing.length > 3 ? ` and ${missing.length - 3} more files` : ''}, which did not come with it.`,
      place: name,
      hint: 'Drop model.json and all its .bin files together.',
    });
  return new Uint8Array(await new Blob(found.map((one) => one?.file ?? new Blob())).arrayBuffer());
}

const readers: Record<string, { bytes: number; read(view: DataView, at: number): number }> = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) },
  float16: { bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true)) },
};

function tensorAt(
  { name, shape, dtype, quantization }: ListedWeight,
  bytes: Uint8Array<ArrayBuffer>,
  at: number,
): [KerasTensor, end: number] {
  const stored = quantization?.dtype ?? dtype;
  const reader = Object.hasOwn(readers, stored) ? readers[stored] : undefined;
  if (!reader)
    throw new TetradError({
      code: 'unsupported',
      message: `The array "${name.slice(0, 80)}" is of the type ${stored.slice(0, 20)}, which is not read.`,
      place: name.slice(0, 120),
      hint: `Save it as one of ${Object.keys(readers).join(', ')}.`,
    });
  const size = sizeOf(shape);
  const end = at + size * reader.bytes;
  if (!Number.isSafeInteger(size) || end > bytes.length)
    throw damaged(
      `The array "${name.slice(0, 80)}" of [${shape.join(', ')}] goes beyond the ${bytes.length.toLocaleString('en')} bytes of its files.`,
      name,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isScaled = quantization !== undefined && quantization.dtype !== 'float16';
  const { scale = 1, min = 0 } = isScaled ? quantization : {};
  const data = Float32Array.from(
    { length: size },
    (_, i) => reader.read(view, at + i * reader.bytes) * scale + min,
  );
  return [{ shape, data }, end];
}

const damaged = (message: string, place: string) =>
  new TetradError({
    code: 'badInput',
    message,
    place: place.slice(0, 120),
    hint: 'Save the model again, and bring model.json with all its .bin files.',
  });
