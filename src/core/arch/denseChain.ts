/** A network that is dense layers one behind the other, as matrices: dropout does nothing, batch normalisation is folded in. */
import type { HostWeight } from '../layers/layerDef';
import type { ArchSpec } from './archSpec';

export interface DenseLink {
  /** Row-major [inputs, units]. */
  kernel: Float32Array;
  bias: Float32Array;
  inputs: number;
  units: number;
  activation: string;
}

/** Undefined of any other network. The last link may have no activation: "linear". */
export function denseChainOf(
  arch: ArchSpec,
  weights: ReadonlyMap<string, HostWeight>,
): DenseLink[] | undefined {
  const [input, ...more] = arch.inputs;
  const [output, ...others] = arch.outputs;
  if (!input || input.part || !output || more.length > 0 || others.length > 0 || input.shape.length !== 1)
    return undefined;
  const links: DenseLink[] = [];
  let last = input.name;
  for (const { id, type, inputs, params } of arch.nodes) {
    if (inputs.length !== 1 || inputs[0] !== last) return undefined;
    last = id;
    const link = links.at(-1);
    const open = link?.activation === 'linear';
    if (type === 'dropout') continue;
    if (type === 'dense') {
      const kernel = weights.get(`${id}/kernel`);
      const [count = 0, units = 0] = kernel?.shape ?? [];
      if (!kernel) return undefined;
      const bias = weights.get(`${id}/bias`)?.data ?? new Float32Array(units);
      links.push({
        kernel: kernel.data.slice(),
        bias: bias.slice(),
        inputs: count,
        units,
        activation: 'linear',
      });
    } else if (type === 'activation' && link && open) link.activation = String(params.kind);
    else if (type === 'batchNorm' && link && open) {
      if (!foldInto(link, id, Number(params.epsilon), weights)) return undefined;
    } else return undefined;
  }
  return last === output.node && links.length > 0 ? links : undefined;
}

function foldInto(
  { kernel, bias, units }: DenseLink,
  id: string,
  epsilon: number,
  weights: ReadonlyMap<string, HostWeight>,
): boolean {
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'movingMean', 'movingVariance'].map(
    (name) => weights.get(`${id}/${name}`)?.data,
  );
  if (!gamma || !beta || !mean || !variance) return false;
  for (let unit = 0; unit < units; unit++) {
    const scale = (gamma[unit] as number) / Math.sqrt((variance[unit] as number) + epsilon);
    for (let i = unit; i < kernel.length; i += units) kernel[i] = (kernel[i] as number) * scale;
    bias[unit] = ((bias[unit] as number) - (mean[unit] as number)) * scale + (beta[unit] as number);
  }
  return true;
}
