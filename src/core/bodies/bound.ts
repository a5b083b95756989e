/**
 * A model that somebody else made, as its file is, asked with samples of a dataset and answering a task: which of its
 * arrays they enter, and what its answer is read as.
 */
import { sizeOf } from '../arch/sizeOf';
import { frontOfFile } from '../onnx/frontOfFile';
import { joinFile, readForCut } from '../onnx/cutFile';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { TetradError } from '../protocol/errors';
import type { ModelBody } from '../protocol/model';
import type { Scale } from '../protocol/train';
import { defineBody } from './bodyDef';
import { onnx, type OnnxBody } from './onnx';

export interface BoundBody {
  model: OnnxBody;
  input: {
    name: string;
    double: boolean;
    /** Its axes behind the batch, all of them known. */
    axes: number[];
    channelsFirst: boolean;
    /** Rows that it takes at a time, where that is fixed. */
    batch?: number;
  };
  output: string;
  /** Of a sample, as its kind makes it. */
  takes: number[];
  reads: Reading;
}

/** What the values of its answer are, and what becomes of them: logits of labels, or a standardised number. */
export type Reading =
  | {
      as: 'logits' | 'probabilities';
      /** Values of an answer. One, of two labels: that of the second. */
      values: number;
      /** Which of them is each label's. */
      order: number[];
      /** Of the raw output: as many as labels, or one of two. */
      width: number;
    }
  | { as: 'numbers'; values: 1; scale: Scale; width: 1 };

/** Below, a probability counts as this. */
const least = 1e-7;

export const bound = defineBody<BoundBody>({
  type: 'bound',
  title: 'Imported ONNX on samples of a dataset',
  blobs: ({ model }) => onnx.blobs(model),
  tensors: () => new Map(),
  look: ({ model }, bytes) => (onnx.look as NonNullable<typeof onnx.look>)(model, bytes),
  leastOpset: ({ model }) => model.opset,
  inputShape: ({ takes }) => takes,
  outputWidth: ({ reads }) => reads.width,
  toOnnx(graph, input, { model, input: { axes, channelsFirst, double }, output, reads }, _t, _n, files = []) {
    const [file = new Uint8Array(0)] = files;
    if (model.beside.length > 0 || double)
      throw new TetradError({
        code: 'unsupported',
        message: double
          ? 'The imported model takes numbers of double precision, and cannot be joined to what comes before it.'
          : 'The weights of the imported model lie in files of their own.',
        hint: 'Export the version that was imported: its file leaves as it came.',
      });
    const turned = channelsFirst ? graph.node('Transpose', [input], { perm: [0n, 3n, 1n, 2n] }) : input;
    const shape = graph.constant('int64', [axes.length + 1], BigInt64Array.from([-1, ...axes], BigInt));
    const given = graph.node('Reshape', [turned, shape]);
    return readOnnx(graph, joinFile(graph, frontOfFile(readForCut(file), output).bytes, given), reads);
  },
  exportChoices: () => [],
  exportNotes: () => ({}),
  describe: ({ model }) => onnx.describe(model),
});

export const boundBody = (spec: BoundBody): ModelBody => ({ type: bound.type, spec });

/** `answers`: row-major [rows, values]. Row-major [rows, width]. */
export function readAnswers(answers: ArrayLike<number>, rows: number, reads: Reading): Float32Array {
  const raw = new Float32Array(rows * reads.width);
  if (reads.as === 'numbers') {
    const { mean, std } = reads.scale;
    for (let row = 0; row < rows; row++) raw[row] = ((answers[row] as number) - mean) / std;
    return raw;
  }
  const { values, order, width, as } = reads;
  const logit = (value: number) => (as === 'logits' ? value : Math.log(Math.max(value, least)));
  for (let row = 0; row < rows; row++) {
    const at = (place: number): number => {
      if (values > 1) return logit(answers[row * values + place] as number);
      const value = answers[row] as number;
      if (place === 1) return logit(value);
      return as === 'logits' ? 0 : logit(1 - value);
    };
    const logits = order.map(at);
    if (width === 1) raw[row] = (logits[1] as number) - (logits[0] as number);
    else raw.set(logits, row * width);
  }
  return raw;
}

function readOnnx(graph: GraphBuilder, answers: string, reads: Reading): string {
  const one = (value: number) => graph.constant('float', [], Float32Array.of(value));
  if (reads.as === 'numbers')
    return graph.node('Div', [graph.node('Sub', [answers, one(reads.scale.mean)]), one(reads.scale.std)]);
  const { values, order, width, as } = reads;
  const first = as === 'logits' ? graph.node('Mul', [answers, one(0)]) : graph.node('Sub', [one(1), answers]);
  const both = values === 1 ? graph.node('Concat', [first, answers], { axis: 1n }) : answers;
  const logits = as === 'logits' ? both : graph.node('Log', [graph.node('Max', [both, one(least)])]);
  const gather = (places: number[]) =>
    graph.node(
      'Gather',
      [logits, graph.constant('int64', [places.length], BigInt64Array.from(places, BigInt))],
      { axis: 1n },
    );
  if (width > 1) return gather(order);
  return graph.node('Sub', [gather([order[1] as number]), gather([order[0] as number])]);
}

/** The axes of its input, with what is left free found from the size of a sample. */
export function axesFor(shape: readonly (number | string)[] | undefined, takes: readonly number[]): number[] {
  const [, ...axes] = shape ?? ['', ...takes];
  const fixed = axes.reduce<number>((size, axis) => size * (typeof axis === 'number' ? axis : 1), 1);
  let left = sizeOf([...takes]) / fixed;
  return axes.map((axis) => {
    if (typeof axis === 'number') return axis;
    const size = left;
    left = 1;
    return size;
  });
}
