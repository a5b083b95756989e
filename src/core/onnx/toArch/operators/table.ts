/** Operators of ONNX that become layers of ours. One line each. */
import { cast, expand, filled, sizes } from './constants';
import { conv, convTranspose } from './convolutions';
import {
  asIs,
  batchNorm,
  dropout,
  groupNorm,
  instanceNorm,
  layerNorm,
  leakyRelu,
  prelu,
  softmax,
} from './norms';
import type { Operator } from './operator';
import { globalPool, pool, reduce } from './pools';
import { gemm, matMul } from './products';
import { recurrent } from './recurrent';
import {
  concat,
  flatten,
  gather,
  pad,
  reshape,
  resize,
  slice,
  squeeze,
  transpose,
  unsqueeze,
} from './shapes';
import { binary, sum } from './sums';

export const operators: Readonly<Record<string, Operator>> = {
  Conv: conv,
  ConvTranspose: convTranspose,
  Gemm: gemm,
  MatMul: matMul,
  BatchNormalization: batchNorm,
  InstanceNormalization: instanceNorm,
  GroupNormalization: groupNorm,
  LayerNormalization: layerNorm,
  LeakyRelu: leakyRelu,
  PRelu: prelu,
  Softmax: softmax('softmax'),
  LogSoftmax: softmax('logSoftmax'),
  MaxPool: pool('max'),
  AveragePool: pool('average'),
  GlobalMaxPool: globalPool('max'),
  GlobalAveragePool: globalPool('average'),
  ReduceMax: reduce('max'),
  ReduceMean: reduce('average'),
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div'),
  Pow: binary('Pow'),
  Sum: sum,
  Transpose: transpose,
  Flatten: flatten,
  Reshape: reshape,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Concat: concat,
  Gather: gather,
  Slice: slice,
  Pad: pad,
  Resize: resize,
  Upsample: resize,
  Shape: sizes,
  ConstantOfShape: filled,
  Expand: expand,
  Dropout: dropout,
  Identity: asIs,
  Cast: cast,
  LSTM: recurrent('LSTM'),
  GRU: recurrent('GRU'),
  RNN: recurrent('RNN'),
};
