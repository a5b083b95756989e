/** A network with its weights: the body that training by gradients makes. */
import type { ArchSpec } from '../arch/archSpec';
import { cutPoints } from '../arch/cut/cutArch';
import { denseChainOf } from '../arch/denseChain';
import { deepen, widen } from '../arch/grow/grow';
import { parseArch } from '../arch/parseArch';
import { adversariesOf } from '../arch/adversariesOf';
import { decoderOf, latentOf } from '../arch/latentOf';
import { holdsConv4d } from '../arch/holdsConv4d';
import { sampleShape, takesOne } from '../arch/inputParts';
import { inferShapes } from '../arch/shapes';
import { toOnnxNodes } from '../arch/toOnnxNodes';
import { foldedWeights } from '../onnx/reopen/outline';
import { archGraph } from '../modelGraph/archGraph';
import { kerasModule } from '../code/keras/kerasModule';
import { torchModule } from '../code/torch/torchModule';
import type { BlobRef } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { ModelBody, WeightRef } from '../protocol/model';
import { defineBody } from './bodyDef';
import { unpackWeights } from './tensorBlob';

export interface NetworkBody {
  arch: ArchSpec;
  weights: { blob: BlobRef; tensors: WeightRef[] };
}

export const network = defineBody<NetworkBody>({
  type: 'network',
  title: 'Network',
  gradient: true,
  layers: ({ arch }) => arch,
  blobs: ({ weights }) => [weights.blob],
  tensors: ({ weights }, [bytes]) => unpackWeights(bytes ?? new Uint8Array(), weights.tensors),
  outline: ({ arch }, tensors) => ({ arch, folded: foldedWeights(arch, tensors) }),
  withTensors: ({ arch }, weights) => ({ arch, weights }),
  grown({ arch }, tensors, growth) {
    const grown = 'after' in growth ? deepen(arch, tensors, growth) : widen(arch, tensors, growth);
    return { tensors: grown.weights, with: (weights) => ({ arch: grown.arch, weights }) };
  },
  look({ arch, weights }, [bytes]) {
    const graph = archGraph(arch);
    const tensors = unpackWeights(bytes ?? new Uint8Array(), weights.tensors);
    return { graph, values: (weight) => tensors.get(graph.weights[weight]?.name ?? '')?.data ?? [] };
  },
  chain: ({ arch }, tensors) => denseChainOf(arch, tensors),
  cuts: ({ arch }) => cutPoints(parseArch(arch)),
  inputShape({ arch }) {
    if (takesOne(arch)) return sampleShape(arch);
    throw new TetradError({
      code: 'unsupported',
      message: `One kind of sample cannot feed a network with ${arch.inputs.length} inputs.`,
    });
  },
  outputWidth: ({ arch }) =>
    inferShapes(arch)
      .get(arch.outputs[0]?.node ?? '')
      ?.at(-1) ?? 1,
  toOnnx(graph, input, { arch }, tensors, narrow) {
    const outputs = toOnnxNodes(graph, arch, input, tensors);
    const latent = latentOf(arch);
    if (latent) narrow?.(outputs[latent.place] as string);
    const realness = adversariesOf(arch)?.place;
    return onlyOutput(outputs.filter((_, i) => i !== latent?.place && i !== realness));
  },
  programs: {
    pytorch: ({ arch }, weightsFile) => torchModule(arch, weightsFile),
    keras: ({ arch }, weightsFile) => kerasModule(arch, weightsFile),
  },
  latentWidth: ({ arch }) => latentOf(arch)?.width,
  decoder(spec) {
    const latent = latentOf(spec.arch);
    return latent && { ...spec, arch: decoderOf(spec.arch, latent) };
  },
  exportChoices: ({ arch }) => [
    ...(holdsConv4d(arch) ? (['conv4d'] as const) : []),
    ...(latentOf(arch) ? (['part'] as const) : []),
  ],
  exportNotes({ arch }, { conv4d = 'folded' }) {
    if (!holdsConv4d(arch)) return {};
    const metadata = { conv4d };
    if (conv4d === 'folded') return { metadata };
    return {
      metadata,
      sentence:
        'Its 4-D convolutions are Conv nodes with four spatial axes: not for runtimes that stop at three, such as ONNX Runtime on WebGPU.',
      notOnWebgpu: 'its Conv stops at 3-D, so native 4-D convolutions do not run there; folded ones do.',
    };
  },
  describe: ({ arch }) => arch.nodes.map(({ type }) => type).join(' → '),
});

function onlyOutput(outputs: string[]): string {
  const [output, ...more] = outputs;
  if (output !== undefined && more.length === 0) return output;
  throw new TetradError({
    code: 'unsupported',
    message: 'A network with several outputs has no single answer.',
  });
}

export const networkBody = (spec: NetworkBody): ModelBody => ({ type: network.type, spec });

/** Undefined where the body is of another type. */
export const networkOf = ({ body }: { body: ModelBody }): NetworkBody | undefined =>
  body.type === network.type ? (body.spec as NetworkBody) : undefined;
