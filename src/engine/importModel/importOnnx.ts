/** A dropped ONNX file made what a model version holds: read, checked, tried in ONNX Runtime, and only then stored. */
import { networkBody } from '#/core/bodies/network';
import { type OnnxBody, onnxBody } from '#/core/bodies/onnx';
import { packWeights } from '#/core/bodies/tensorBlob';
import { bytesText } from '#/core/bytesText';
import { families } from '#/core/families/registry';
import { type Reopened, reopenModel } from '#/core/onnx/reopen/reopenModel';
import { externalTensors } from '#/core/onnxFile/externalTensors';
import { canBeGiven } from '#/core/onnxFile/givenArray';
import { limits } from '#/core/onnxFile/limits';
import type { OnnxFile } from '#/core/onnxFile/onnxFile';
import { signatureOf } from '#/core/onnxFile/ports';
import { readOnnxFile, requireReadable } from '#/core/onnxFile/readOnnxFile';
import { externalBytes } from '#/core/onnxFile/tensorValues';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type { Storage } from '#/core/protocol/storage';
import { openSession } from '../ort/onnxSession';
import type { OrtBuild } from '../ort/runOnnx';
import { checkNetwork } from './checkNetwork';

export async function importOnnx(
  { name, file, beside }: ImportModelRequest,
  { blobs }: { blobs: Pick<Storage['blobs'], 'put'> },
  ort?: OrtBuild,
): Promise<ImportedModel> {
  const total = beside.reduce((sum, one) => sum + one.file.size, file.size);
  requireReadable(Math.max(file.size === 0 ? 0 : 1, total), name);
  try {
    const bytes = await bytesOfBlob(file);
    const read = readOnnxFile(bytes);
    const signature = signatureOf(read);
    const odd = signature.inputs.find((port) => !canBeGiven(port));
    if (odd)
      throw new TetradError({
        code: 'unsupported',
        message: `The input "${odd.name}" is of the type ${odd.dtype}, which cannot be given here.`,
        place: `input "${odd.name}"`,
        hint: 'Export the model with inputs of float, double, whole numbers, truth values or texts.',
      });
    const weights = await weightsBeside(read, beside);
    const again = weights.length === 0 ? reopenModel(read) : undefined;
    const session = await openSession(
      { bytes, beside: weights.map(({ path, bytes: data }) => ({ path, data })) },
      ort,
    );
    const facts: Omit<OnnxBody, 'file' | 'beside'> = {
      inputs: signature.inputs,
      outputs: signature.outputs,
      opset: read.opsets.get('') ?? 0,
      producer: [read.producer, read.producerVersion].filter(Boolean).join(' ').slice(0, 200),
      nodes: nodesIn(read),
      parameters: read.graph.initializers.reduce((sum, { size }) => sum + size, 0),
      leftOut: signature.leftOut,
    };
    const isOurs = again && 'reopened' in again;
    const network = isOurs
      ? undefined
      : await checkNetwork({ ...facts, isWhole: weights.length === 0 }, bytes, session, ort);
    await session.release();
    if (isOurs) return await asNetwork(again.reopened, read, blobs);
    return {
      body: onnxBody({
        file: { name, blob: await blobs.put(bytes) },
        beside: await Promise.all(
          weights.map(async ({ path, bytes: data }) => ({ path, blob: await blobs.put(data) })),
        ),
        ...facts,
        ...(network && { network }),
      }),
      input: { kind: 'tensors', fitted: { inputs: signature.inputs } },
      inputs: [],
      task: {
        type: 'tensors',
        target: signature.outputs
          .map((port) => port.name)
          .join(', ')
          .slice(0, 200),
      },
      description: read.doc.slice(0, 20_000),
      remarks: [
        ...signature.leftOut,
        ...(again && 'why' in again
          ? [`It was exported by Tetrad, but is taken as a file like any other: ${again.why}.`]
          : []),
        ...(network ? [trainable(network)] : []),
      ],
    };
  } catch (thrown) {
    const info = toErrorInfo(thrown);
    const place =
      info.place === undefined || info.place.startsWith(name) ? info.place : `${name}, ${info.place}`;
    throw new TetradError({ ...info, place: place ?? name }, { cause: thrown });
  }
}

const trainable = (network: NonNullable<OnnxBody['network']>): string =>
  'layers' in network
    ? `Opens as a network that can be trained, of ${network.layers} layers: transfer it, or evaluate it on a dataset and train it further.`
    : `Stays as it is and cannot be trained further: ${network.why}.`;

async function asNetwork(
  { arch, weights, input, inputs, task }: Reopened,
  { metadata, doc }: OnnxFile,
  blobs: Pick<Storage['blobs'], 'put'>,
): Promise<ImportedModel> {
  const { bytes, tensors } = packWeights(weights);
  const family = new Map(metadata).get('tetrad.family');
  return {
    body: networkBody({ arch, weights: { blob: await blobs.put(bytes), tensors } }),
    input,
    inputs,
    task,
    description: doc.slice(0, 20_000),
    ...(family && families.find(family) && { family }),
    remarks: [],
  };
}

const nodesIn = ({ graph, functions }: OnnxFile): number =>
  functions.reduce((sum, { nodes }) => sum + nodes.length, graph.nodes.length);

async function bytesOfBlob(file: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new TetradError(
      {
        code: 'outOfMemory',
        message: `The browser could not read ${bytesText(file.size)} at once.`,
        hint: `Close other tabs, or make the model smaller; up to ${bytesText(limits.bytes)} are opened where there is memory.`,
      },
      { cause },
    );
  }
}

interface Weights {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** The files that the model names, and no others: every array is looked for in them. */
async function weightsBeside(read: OnnxFile, beside: ImportModelRequest['beside']): Promise<Weights[]> {
  const tensors = externalTensors(read);
  const paths = [...new Set(tensors.map(({ external }) => external.location))];
  const found = paths.flatMap((path): { path: string; file: Blob }[] => {
    const plain = (name: string) => name.replace(/^\.\//, '');
    const last = plain(path).split('/').at(-1);
    const file =
      beside.find((one) => plain(one.path) === plain(path)) ??
      beside.find((one) => one.path.split('/').at(-1) === last);
    return file ? [{ path, file: file.file }] : [];
  });
  const missing = paths.filter((path) => !found.some((one) => one.path === path));
  if (missing.length > 0)
    throw new TetradError({
      code: 'notFound',
      message: `The weights of the model are in ${missing
        .slice(0, 3)
        .map((path) => `"${path.slice(0, 120)}"`)
        .join(
          ', ',
        )}${missing.length > 3 ? ` and ${missing.length - 3} more files` : ''}, which did not come with it.`,
      hint: 'Drop the .onnx file and its files of weights together.',
    });
  const weights = await Promise.all(
    found.map(async ({ path, file }) => ({ path, bytes: await bytesOfBlob(file) })),
  );
  const files = new Map(weights.map(({ path, bytes }) => [path, bytes]));
  for (const { tensor, external } of tensors) externalBytes(tensor, external, files);
  return weights;
}
