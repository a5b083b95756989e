/** A model that somebody else made: an ONNX file, frozen, as it came, with the files of its weights beside it. */
import { fileCuts, readForCut } from '../onnx/cutFile';
import { fileGraph } from '../modelGraph/fileGraph';
import { readOnnxFile } from '../onnxFile/readOnnxFile';
import { tensorValues } from '../onnxFile/tensorValues';
import type { BlobRef } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { ModelBody } from '../protocol/model';
import type { OnnxPort } from '../protocol/predict';
import { defineBody } from './bodyDef';

export interface OnnxBody {
  file: { name: string; blob: BlobRef };
  /** By the path that the model names them by. */
  beside: { path: string; blob: BlobRef }[];
  inputs: OnnxPort[];
  outputs: OnnxPort[];
  opset: number;
  /** Who wrote it: "pytorch 2.4". */
  producer: string;
  nodes: number;
  /** Values of its weights. */
  parameters: number;
  /** What was noticed, in words. */
  leftOut: string[];
  /** Whether it opens as layers of ours, which learn; absent of one that was imported before that was asked. */
  network?: { layers: number } | { why: string };
}

const asGiven = (): never => {
  throw new TetradError({
    code: 'unsupported',
    message: 'An imported model takes arrays as they are given, not samples of a dataset.',
    hint: 'Ask it on the Predict page, or with inference.predict and `arrays`.',
  });
};

export const onnx = defineBody<OnnxBody>({
  type: 'onnx',
  title: 'Imported ONNX',
  blobs: ({ file, beside }) => [file.blob, ...beside.map(({ blob }) => blob)],
  tensors: () => new Map(),
  files: ({ file, beside }, bytes) =>
    [file.name, ...beside.map(({ path }) => path)].map((name, i) => ({
      name,
      bytes: bytes[i] ?? new Uint8Array(),
    })),
  look({ beside }, [bytes = new Uint8Array(), ...others]) {
    const { graph, tensors } = fileGraph(readOnnxFile(bytes));
    const files = new Map(beside.map(({ path }, i) => [path, others[i] ?? new Uint8Array()]));
    return {
      graph,
      values: (weight) => {
        const tensor = tensors[weight];
        return tensor ? tensorValues(tensor, files) : [];
      },
    };
  },
  cuts(_spec, [bytes = new Uint8Array()]) {
    const { points, standard } = fileCuts(readForCut(bytes));
    // A file does not say what its values are as large as, and stands still as a whole.
    return {
      points: points.map((point) => ({ ...point, shape: [], isGate: point.id === standard })),
      standard,
    };
  },
  inputShape: asGiven,
  outputWidth: asGiven,
  toOnnx: asGiven,
  exportChoices: () => [],
  exportNotes: () => ({}),
  describe: ({ nodes, parameters, producer }) =>
    `imported ONNX of ${nodes.toLocaleString('en')} nodes and ${parameters.toLocaleString('en')} weights${producer ? `, written by ${producer}` : ''}`,
});

export const onnxBody = (spec: OnnxBody): ModelBody => ({ type: onnx.type, spec });
