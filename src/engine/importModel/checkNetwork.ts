/** A file that was said in our layers, held against the file itself: both in ONNX Runtime, on a few drawn samples. */
import { sizeOf } from '#/core/arch/sizeOf';
import { toOnnxNodes } from '#/core/arch/toOnnxNodes';
import type { OnnxBody } from '#/core/bodies/onnx';
import { createGraphBuilder } from '#/core/onnx/createGraphBuilder';
import type { OpenedNetwork } from '#/core/onnx/toArch/fileToArch';
import { type Entering, tryNetwork, usualEntering } from '#/core/onnx/toArch/openNetwork';
import { opsets, writeModel } from '#/core/onnx/writeModel';
import { toErrorInfo } from '#/core/protocol/errors';
import { normals } from '#/core/random/random';
import { channelsToFront } from '../bodies/channelsToFront';
import { type OnnxSession, openSession } from '../ort/onnxSession';
import type { OrtBuild } from '../ort/runOnnx';

/** Relative to the largest answer. */
const most = 1e-4;

/** How many layers it opens as, or why it cannot be trained. */
export async function checkNetwork(
  body: Pick<OnnxBody, 'inputs' | 'outputs' | 'parameters'> & { isWhole: boolean },
  bytes: Uint8Array,
  session: OnnxSession,
  ort?: OrtBuild,
): Promise<NonNullable<OnnxBody['network']>> {
  const opened = tryNetwork(body, bytes);
  if ('why' in opened) return opened;
  try {
    return await compared(body, opened.network, session, ort);
  } catch (thrown) {
    return { why: `said in our layers it does not run: ${toErrorInfo(thrown).message}` };
  }
}

async function compared(
  body: Pick<OnnxBody, 'inputs' | 'outputs'>,
  network: OpenedNetwork,
  session: OnnxSession,
  ort?: OrtBuild,
): Promise<NonNullable<OnnxBody['network']>> {
  const [input] = body.inputs;
  if (!input) return { why: 'it takes nothing' };
  const entering = usualEntering(input);
  const rows = typeof input.shape?.[0] === 'number' ? input.shape[0] : 2;
  const size = sizeOf(entering.axes);
  const samples = Float32Array.from(normals(1, 'samples', 0, rows * size));
  const theirs = await answersOf(
    session,
    input.name,
    body.outputs[0]?.name ?? '',
    [rows, ...entering.axes],
    toTheirs(samples, rows, entering),
  );
  const again = await openSession({ bytes: written(network), beside: [] }, ort);
  try {
    const takes = network.arch.inputs[0]?.shape ?? [];
    const ours = await answersOf(again, 'x', 'y', [rows, ...takes], samples);
    const largest = Math.max(1e-6, ...theirs.map(Math.abs));
    const isSame =
      ours.length === theirs.length &&
      ours.every((value, i) => Math.abs(value - (theirs[i] ?? Number.NaN)) <= most * largest);
    return isSame
      ? { layers: network.arch.nodes.length }
      : { why: 'said in our layers it answers otherwise than the file' };
  } finally {
    await again.release();
  }
}

const toTheirs = (samples: Float32Array, rows: number, { axes, channelsFirst }: Entering): Float32Array => {
  const [channels = 1, ...places] = axes;
  return channelsFirst ? channelsToFront(samples, rows, sizeOf(places), channels) : samples;
};

async function answersOf(
  session: OnnxSession,
  input: string,
  output: string,
  dims: number[],
  data: Float32Array,
): Promise<number[]> {
  const { arrays } = await session.run([{ name: input, type: 'float32', data, dims }], [output]);
  return Array.from((arrays[0]?.data ?? []) as ArrayLike<number>);
}

function written({ arch, weights }: OpenedNetwork): Uint8Array {
  const graph = createGraphBuilder(['y']);
  const input = graph.input('x', 'float', [null, ...(arch.inputs[0]?.shape ?? [])]);
  graph.output(toOnnxNodes(graph, arch, [input], weights)[0] as string, 'y', 'float', [null, null]);
  return writeModel(graph.build(), { name: 'again', opset: opsets.standard });
}
