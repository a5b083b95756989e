/**
 * Trainable weights laid end to end in as few flat tensors as the optimiser allows (one for weights that decay,
 * one for the rest), so that an update is a fixed handful of dispatches however many layers there are.
 * Saved state stays keyed by weight name: the layout is private to a running trainer.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import type { HostWeight, WeightSpec } from '#/core/layers/layerDef';
import type { OptimizerDef } from '#/core/optimizers/optimizerDef';
import type { NamedWeights } from '../trainSpec';

export interface PlacedWeight {
  name: string;
  shape: number[];
  /** In elements. */
  offset: number;
  size: number;
}

export interface WeightGroup {
  decay: boolean;
  /** Of the learning rate; all of it unless said. */
  rate?: number;
  /** Of a weight that is alone because its optimiser asks for that. */
  shape?: number[];
  size: number;
  weights: PlacedWeight[];
}

export function groupWeights(
  specs: readonly WeightSpec[],
  alone: OptimizerDef['alone'] = () => false,
  rates?: ReadonlyMap<string, number>,
): WeightGroup[] {
  if (rates) {
    const of = ({ name }: WeightSpec) => rates.get(name) ?? 1;
    return [...new Set(specs.filter(({ trainable }) => trainable).map(of))].flatMap((rate) =>
      groupWeights(
        specs.filter((spec) => of(spec) === rate),
        alone,
      ).map((group) => ({ ...group, rate })),
    );
  }
  const groups: WeightGroup[] = [];
  for (const decay of [true, false]) {
    const weights: PlacedWeight[] = [];
    let offset = 0;
    for (const spec of specs) {
      if (!spec.trainable || spec.decay !== decay) continue;
      const size = sizeOf(spec.shape);
      if (alone(spec)) {
        const { name, shape } = spec;
        groups.push({ decay, shape, size, weights: [{ name, shape, offset: 0, size }] });
        continue;
      }
      weights.push({ name: spec.name, shape: spec.shape, offset, size });
      offset += size;
    }
    if (weights.length > 0) groups.push({ decay, size: offset, weights });
  }
  return groups;
}

/** Weights and slots of a group as [weight | slot | slot ...]; what is missing starts at zero. */
export function packGroup(
  group: WeightGroup,
  weights: NamedWeights,
  slotNames: readonly string[],
  slots?: ReadonlyMap<string, NamedWeights>,
): Float32Array {
  const packed = new Float32Array(group.size * (1 + slotNames.length));
  for (const [part, values] of [weights, ...slotNames.map((name) => slots?.get(name))].entries()) {
    for (const weight of group.weights) {
      const value = values?.get(weight.name);
      if (value) packed.set(value.data, part * group.size + weight.offset);
    }
  }
  return packed;
}

/** One part of a packed group by weight name: 0 the weights, then the slots. */
export function unpackPart(group: WeightGroup, packed: Float32Array, part: number): [string, HostWeight][] {
  return group.weights.map(({ name, shape, offset, size }) => {
    const start = part * group.size + offset;
    return [name, { shape: [...shape], data: packed.slice(start, start + size) }];
  });
}
