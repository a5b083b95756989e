/** A network of somebody's file with the raw output that a task of ours reads: logits in the order of its labels, or a standardised number. */
import type { ArchSpec } from '../../arch/archSpec';
import type { Reading } from '../../bodies/bound';
import type { HostWeight } from '../../layers/layerDef';
import type { OpenedNetwork } from './fileToArch';

/** What makes probabilities of logits goes: `softmax` of several, `sigmoid` of one. */
const ends = ['softmax', 'sigmoid'];

/** Undefined where its answers cannot be read so: its last layer is not dense, or its probabilities are made otherwise. */
export function forTask(network: OpenedNetwork, reads: Reading): OpenedNetwork | undefined {
  const end = lastOf(network.arch);
  const isEnd = end?.type === 'activation' && ends.includes(String(end.params.kind));
  const fitting = reads.values > 1 ? 'softmax' : 'sigmoid';
  if (reads.as === 'probabilities' && (!isEnd || end.params.kind !== fitting)) return undefined;
  if (reads.as !== 'probabilities' && isEnd) return undefined;
  const bare = isEnd ? without(network, end.id) : network;
  const last = lastOf(bare.arch);
  const { columns, shift } = columnsOf(reads);
  const isAsItIs =
    columns.length === reads.values &&
    columns.every((column, i) => column.every((x, j) => x === Number(i === j))) &&
    shift === 0;
  if (isAsItIs) return bare;
  return last?.type === 'dense' ? withColumns(bare, last.id, columns, shift) : undefined;
}

const lastOf = ({ nodes, outputs }: ArchSpec) => nodes.find(({ id }) => id === outputs[0]?.node);

function without({ arch, weights }: OpenedNetwork, end: string): OpenedNetwork {
  const before = arch.nodes.find(({ id }) => id === end)?.inputs[0] ?? '';
  return {
    arch: {
      ...arch,
      nodes: arch.nodes.filter(({ id }) => id !== end),
      outputs: [{ name: arch.outputs[0]?.name ?? 'output', node: before }],
    },
    weights,
  };
}

/** Each value of the raw output as a sum of its answers, [width][values], and what is added. */
function columnsOf(reads: Reading): { columns: number[][]; shift: number } {
  if (reads.as === 'numbers') {
    const { mean, std } = reads.scale;
    return { columns: [[1 / std]], shift: -mean / std };
  }
  const { values, order, width } = reads;
  const pick = (at: number, sign = 1) => Array.from({ length: values }, (_, i) => (i === at ? sign : 0));
  if (values === 1) return { columns: [[order[1] === 1 ? 1 : -1]], shift: 0 };
  if (width > 1) return { columns: order.map((at) => pick(at)), shift: 0 };
  const [no = 0, yes = 1] = order;
  return { columns: [pick(yes).map((x, i) => x - (i === no ? 1 : 0))], shift: 0 };
}

function withColumns(
  { arch, weights }: OpenedNetwork,
  id: string,
  columns: readonly number[][],
  shift: number,
): OpenedNetwork {
  const kernel = weights.get(`${id}/kernel`) as HostWeight;
  const bias = weights.get(`${id}/bias`)?.data;
  const [inputs = 1, values = 1] = kernel.shape;
  const units = columns.length;
  const sum = (at: (value: number) => number, column: readonly number[]) =>
    column.reduce((total, by, value) => total + (by === 0 ? 0 : by * at(value)), 0);
  const made = Float32Array.from({ length: inputs * units }, (_, i) =>
    sum((value) => kernel.data[Math.floor(i / units) * values + value] as number, columns[i % units] ?? []),
  );
  const added = Float32Array.from(columns, (column) => sum((value) => bias?.[value] ?? 0, column) + shift);
  return {
    arch: {
      ...arch,
      nodes: arch.nodes.map((node) =>
        node.id === id ? { ...node, params: { ...node.params, units, useBias: true } } : node,
      ),
    },
    weights: new Map([
      ...weights,
      [`${id}/kernel`, { shape: [inputs, units], data: made }],
      [`${id}/bias`, { shape: [units], data: added }],
    ]),
  };
}
