/** Recurrent layers of Keras: their gates stand in another order, and both ways are two layers in a wrapper. */
import { first, type KerasCall, type KerasLayer } from './kerasCall';
import type { CellForm } from '../layers/recurrentSteps';
import type { KerasConfig } from './kerasConfig';

/** Columns of gates in another order: `order` says where each of ours stands in theirs. */
function gates(array: Float32Array, units: number, count: number, order: readonly number[]): Float32Array {
  const width = units * count;
  return Float32Array.from(array, (_, i) => {
    const row = Math.floor(i / width);
    const gate = order[Math.floor((i % width) / units)] ?? 0;
    return array[row * width + gate * units + (i % units)] ?? 0;
  });
}

interface Cell {
  type: string;
  /** Ours in the order of theirs. */
  order: readonly number[];
  /** Of what gates and resets are, in our words. */
  form(config: KerasConfig): Partial<CellForm>;
}

const usualActivation = (config: KerasConfig) => config.only('activation', 'tanh');

function gatesOf(config: KerasConfig): CellForm['gates'] {
  const said = config.text('recurrent_activation', 'hard_sigmoid').replaceAll('_', '').toLowerCase();
  if (said === 'hardsigmoid') return 'hardSigmoid';
  config.only('recurrent_activation', 'sigmoid');
  return 'sigmoid';
}

export const cells: Record<'SimpleRNN' | 'LSTM' | 'GRU', Cell> = {
  SimpleRNN: {
    type: 'rnn',
    order: [0],
    form(config) {
      usualActivation(config);
      return {};
    },
  },
  LSTM: {
    type: 'lstm',
    // Theirs are i, f, c, o; ours i, o, f, c.
    order: [0, 3, 1, 2],
    form(config) {
      usualActivation(config);
      return { gates: gatesOf(config) };
    },
  },
  GRU: {
    type: 'gru',
    order: [0, 1, 2],
    form(config) {
      usualActivation(config);
      return { gates: gatesOf(config), resets: config.truth('reset_after', false) ? 'after' : 'before' };
    },
  },
};

export function recurrent(call: KerasCall, cell: Cell, config: KerasConfig, isBoth: boolean): string {
  const { name, make } = call;
  const form = cell.form(config);
  for (const key of ['go_backwards', 'stateful', 'return_state']) config.only(key, false);
  config.only('use_bias', true);
  const units = config.number('units');
  const count = cell.order.length;
  const parts = isBoth ? (['forward', 'backward'] as const) : [undefined];
  const of = (key: string) => parts.map((part) => gates(call.array(key, part), units, count, cell.order));
  const [kernel, state, bias] = [of('kernel'), of('recurrent_kernel'), of('bias')];
  const width = units * count;
  const rows = (kernel[0]?.length ?? 0) / width;
  // Ours has the directions side by side.
  const beside = Float32Array.from({ length: rows * width * parts.length }, (_, i) => {
    const row = Math.floor(i / (width * parts.length));
    const column = i % (width * parts.length);
    return kernel[Math.floor(column / width)]?.[row * width + (column % width)] ?? 0;
  });
  const joined = (arrays: Float32Array[]) => Float32Array.from(arrays.flatMap((array) => [...array]));
  const params = {
    units,
    bidirectional: isBoth,
    answer: config.truth('return_sequences', false) ? 'sequence' : 'last',
    ...form,
  };
  const arrays = {
    kernel: beside,
    recurrent: joined(state),
    bias: joined(bias.map((all) => all.subarray(0, width))),
    // A second row: what the state adds. Our own place of it is the last gate's alone, the others are one with the input's.
    ...(form.resets === 'after' && {
      recurrentBias: joined(bias.map((all) => all.subarray(2 * width - units))),
    }),
  };
  if (form.resets === 'after')
    for (const [part, all] of bias.entries())
      for (let i = 0; i < width - units; i++)
        arrays.bias[part * width + i] = (all[i] ?? 0) + (all[width + i] ?? 0);
  return make.layer(name, cell.type, params, [first(call)], arrays);
}

export const bidirectional =
  (inner: (config: KerasConfig) => { className: string; config: KerasConfig }): KerasLayer =>
  (call) => {
    call.config.only('merge_mode', 'concat');
    const { className, config } = inner(call.config);
    const cell = Object.hasOwn(cells, className) ? cells[className as keyof typeof cells] : undefined;
    if (!cell) throw call.config.wrong('layer', 'a SimpleRNN, an LSTM or a GRU');
    return recurrent(call, cell, config, true);
  };
