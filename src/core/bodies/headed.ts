/** The front of a file that somebody else made, frozen, and a network behind it that was learnt here. */
import { inferShapes } from '../arch/shapes';
import { toOnnxNodes } from '../arch/toOnnxNodes';
import { archGraph } from '../modelGraph/archGraph';
import { fileGraph } from '../modelGraph/fileGraph';
import { joinGraphs } from '../modelGraph/joinGraphs';
import { joinFile } from '../onnx/cutFile';
import { readOnnxFile } from '../onnxFile/readOnnxFile';
import { tensorValues } from '../onnxFile/tensorValues';
import type { BlobRef } from '../protocol/dataset';
import type { ModelBody } from '../protocol/model';
import { defineBody } from './bodyDef';
import type { NetworkBody } from './network';
import { unpackWeights } from './tensorBlob';

export interface HeadedBody {
  front: {
    /** An ONNX file with one input and one output, [batch, values]. */
    blob: BlobRef;
    opset: number;
    input: string;
    output: string;
    /** It takes pictures with the channels before height and width. */
    channelsFirst: boolean;
    /** Who wrote it. */
    from: string;
  };
  /** Of a picture: height, width, channels. */
  takes: number[];
  head: NetworkBody;
}

export const headed = defineBody<HeadedBody>({
  type: 'headed',
  title: 'Imported ONNX with a head of its own',
  blobs: ({ front, head }) => [front.blob, head.weights.blob],
  tensors: ({ head }, [, weights = new Uint8Array()]) => unpackWeights(weights, head.weights.tensors),
  look({ head }, [file = new Uint8Array(), weights = new Uint8Array()]) {
    const front = fileGraph(readOnnxFile(file));
    const behind = archGraph(head.arch);
    const tensors = unpackWeights(weights, head.weights.tensors);
    const own = front.tensors.length;
    return {
      graph: joinGraphs(front.graph, behind, 'imported'),
      values(weight) {
        const tensor = front.tensors[weight];
        return tensor
          ? tensorValues(tensor)
          : (tensors.get(behind.weights[weight - own]?.name ?? '')?.data ?? []);
      },
    };
  },
  leastOpset: ({ front }) => front.opset,
  inputShape: ({ takes }) => takes,
  outputWidth: ({ head: { arch } }) =>
    inferShapes(arch)
      .get(arch.outputs[0]?.node ?? '')
      ?.at(-1) ?? 1,
  toOnnx(graph, input, { front, head }, tensors, _narrow, [file = new Uint8Array()] = []) {
    const given = front.channelsFirst ? graph.node('Transpose', [input], { perm: [0n, 3n, 1n, 2n] }) : input;
    return toOnnxNodes(graph, head.arch, [joinFile(graph, file, given)], tensors)[0] as string;
  },
  exportChoices: () => [],
  exportNotes: () => ({}),
  describe: ({ front: { from }, head }) =>
    `imported ONNX${from ? ` (${from})` : ''}, frozen, then ${head.arch.nodes.map(({ type }) => type).join(' → ')}`,
});

export const headedBody = (spec: HeadedBody): ModelBody => ({ type: headed.type, spec });
