/** The last layer of a network that ends in a dense one: what it takes, and how far its outputs are from what was known. */
import type { ArchSpec } from '../../arch/archSpec';
import type { RawSamples } from '../../kinds/rawSamples';
import { commonScale } from '../../tasks/scale';
import type { AskedModel } from '../explainerDef';

type Ends = Pick<ArchSpec, 'nodes' | 'outputs' | 'inputs'>;

/** The node that the last layer takes, or the input; undefined of networks that end otherwise. */
export function beforeLast({ nodes, outputs, inputs }: Ends): { node?: string } | undefined {
  if (outputs.length !== 1 || inputs.length !== 1) return undefined;
  const last = nodes.find(({ id }) => id === outputs[0]?.node);
  const [before] = last?.inputs ?? [];
  if (last?.type !== 'dense' || last.params.useBias === false || before === undefined) return undefined;
  return nodes.some(({ id }) => id === before) ? { node: before } : {};
}

/** Row-major [rows, width]. */
export async function seenBy(model: AskedModel, samples: RawSamples): Promise<Float32Array> {
  const before = model.arch && beforeLast(model.arch);
  if (before?.node === undefined) return model.prepared?.enter(samples) ?? new Float32Array();
  const found = await model.activations?.(samples, [before.node]);
  return found?.get(before.node)?.values ?? new Float32Array();
}

/** Of raw outputs, by loss: cross-entropy of labels, half the square of numbers. `truth`: as a background tells it. */
export function slopesAndBends(
  { task, value }: Pick<AskedModel, 'task' | 'value'>,
  raw: Float32Array,
  truth: ArrayLike<number>,
): { slopes: Float64Array; bends: Float64Array; outputs: number } {
  const rows = truth.length;
  const outputs = raw.length / rows;
  const slopes = new Float64Array(rows * outputs);
  const bends = new Float64Array(rows * outputs * outputs);
  const { mean, std } = commonScale(task);
  for (let row = 0; row < rows; row++) {
    const from = row * outputs;
    const known = truth[row] as number;
    if (value === 'number') {
      slopes[from] = (raw[from] as number) - (known - mean) / std;
      bends[row] = 1;
    } else if (outputs === 1) {
      const share = 1 / (1 + Math.exp(-(raw[from] as number)));
      slopes[from] = share - known;
      bends[row] = share * (1 - share);
    } else {
      const shares = softmax(raw, from, outputs);
      for (let a = 0; a < outputs; a++) {
        const share = shares[a] as number;
        slopes[from + a] = share - Number(a === known);
        for (let b = 0; b < outputs; b++)
          bends[(from + a) * outputs + b] = share * (Number(a === b) - (shares[b] as number));
      }
    }
  }
  return { slopes, bends, outputs };
}

function softmax(raw: Float32Array, from: number, width: number): Float64Array {
  const own = Float64Array.from(raw.subarray(from, from + width));
  const highest = Math.max(...own);
  const powers = own.map((value) => Math.exp(value - highest));
  const sum = powers.reduce((all, value) => all + value, 0);
  return powers.map((value) => value / sum);
}
