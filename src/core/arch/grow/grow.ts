/**
 * A trained network made larger without changing what it answers: wider by copied units whose outgoing weights are shared
 * out, deeper by a layer that passes on what it is given (Chen, Goodfellow, Shlens 2016, Net2Net, arXiv:1511.05641).
 */
import type { HostWeight } from '../../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../../layers/registry';
import { TetradError } from '../../protocol/errors';
import { uniforms } from '../../random/random';
import type { ArchNode, ArchSpec } from '../archSpec';
import { parseArch } from '../parseArch';
import { inferShapes, weightSpecs } from '../shapes';

export interface Grown {
  arch: ArchSpec;
  weights: Map<string, HostWeight>;
}

type Weights = ReadonlyMap<string, HostWeight>;

/** Widths are settings of these: by name. Their kernels are [rows, width], rows by place and then by channel. */
const widthOf = (type: string): 'units' | 'filters' | undefined =>
  type === 'dense' ? 'units' : /^conv[1-4]d$/.test(type) ? 'filters' : undefined;

const refused = (message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place: 'layer', hint });

const nodeCalled = (arch: ArchSpec, id: string): ArchNode => {
  const node = arch.nodes.find((one) => one.id === id);
  if (node) return node;
  throw refused(
    `The network has no layer “${id.slice(0, 100)}”.`,
    `Its layers are: ${arch.nodes
      .slice(0, 20)
      .map((one) => one.id)
      .join(', ')}.`,
  );
};

/** `layer`, dense or a convolution, with so many units. The same answers, in exact arithmetic; `seed` draws what is copied. */
export function widen(
  given: ArchSpec,
  weights: Weights,
  { layer, units, seed }: { layer: string; units: number; seed: number },
  layers: LayerRegistry = listedLayers,
): Grown {
  const arch = parseArch(given);
  const node = nodeCalled(arch, layer);
  const setting = widthOf(node.type);
  const title = layers.get(node.type).title;
  if (!setting || Number(node.params.groups ?? 1) > 1)
    throw refused(
      `“${layer}” (${title}${setting ? ' in groups' : ''}) has no units that could be copied.`,
      'Choose a dense layer or a convolution.',
    );
  const before = Number(node.params[setting]);
  if (units <= before)
    throw refused(`“${layer}” has ${before} units already.`, `Ask for more than ${before}.`);
  const { carriers, consumers } = readersOf(arch, node, layers);
  const draws = uniforms(seed, `widen/${layer}`, 0, units - before);
  const from = Array.from({ length: units }, (_, unit) =>
    unit < before ? unit : Math.min(before - 1, Math.floor((draws[unit - before] as number) * before)),
  );
  const carried = new Set([layer, ...carriers]);
  const consuming = new Set(consumers);
  const grown = new Map<string, HostWeight>();
  for (const { name, node: owner } of weightSpecs(arch, layers)) {
    const weight = weights.get(name);
    if (!weight) continue;
    const isKernel = name.endsWith('/kernel');
    grown.set(
      name,
      carried.has(owner)
        ? copiedColumns(weight, from)
        : consuming.has(owner) && isKernel
          ? sharedRows(weight, from, before, seed, name)
          : weight,
    );
  }
  const nodes = arch.nodes.map((one) =>
    one.id === layer ? { ...one, params: { ...one.params, [setting]: units } } : one,
  );
  return { arch: parseArch({ ...arch, nodes }), weights: grown };
}

/** What carries its units on one by one, and what sums them up; refused by name where something else reads them. */
function readersOf(
  arch: ArchSpec,
  node: ArchNode,
  layers: LayerRegistry,
): { carriers: string[]; consumers: string[] } {
  const carriers: string[] = [];
  const consumers: string[] = [];
  const waiting = [node.id];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    if (arch.outputs.some((output) => output.node === id))
      throw refused(
        `What “${node.id}” says reaches the answer without a layer of weights between.`,
        'Choose a layer further ahead.',
      );
    for (const reader of arch.nodes.filter(({ inputs }) => inputs.includes(id as string))) {
      const def = layers.get(reader.type);
      if (carriers.includes(reader.id) || consumers.includes(reader.id)) continue;
      if (widthOf(reader.type) && Number(reader.params.groups ?? 1) === 1) consumers.push(reader.id);
      else if (reader.type === 'flatten' || def.channelwise?.(reader.params)) {
        carriers.push(reader.id);
        waiting.push(reader.id);
      } else
        throw refused(
          `“${reader.id}” (${def.title}) reads “${node.id}” and mixes its units, so copies of them would change the answer.`,
          'Choose a layer that a dense layer or a convolution reads, with none but activations, batch normalisation, pooling or dropout between.',
        );
    }
  }
  return { carriers, consumers };
}

/** The last axis, unit by unit. */
function copiedColumns({ shape, data }: HostWeight, from: readonly number[]): HostWeight {
  const width = shape.at(-1) ?? 1;
  const rows = data.length / width;
  const copied = new Float32Array(rows * from.length);
  for (let row = 0; row < rows; row++)
    for (const [to, unit] of from.entries())
      copied[row * from.length + to] = data[row * width + unit] as number;
  return { shape: [...shape.slice(0, -1), from.length], data: copied };
}

/**
 * The rows of a kernel that reads them. Each weight is shared out among the copies of its unit in parts drawn anew, so that
 * the copies are given different gradients and do not stay the same.
 */
function sharedRows(
  { shape, data }: HostWeight,
  from: readonly number[],
  before: number,
  seed: number,
  name: string,
): HostWeight {
  const [rows = 1, width = 1] = shape;
  const places = rows / before;
  const copies = Array.from({ length: before }, (_, unit) =>
    from.flatMap((one, to) => (one === unit ? [to] : [])),
  );
  const shared = new Float32Array(places * from.length * width);
  const parts = uniforms(seed, `widen/${name}`, 0, shared.length);
  for (let place = 0; place < places; place++)
    for (const [unit, targets] of copies.entries())
      for (let out = 0; out < width; out++) {
        const value = data[(place * before + unit) * width + out] as number;
        const at = (to: number) => (place * from.length + to) * width + out;
        const sum = targets.reduce((total, to) => total + 0.5 + (parts[at(to)] as number), 0);
        let left = value;
        for (const to of targets.slice(1)) {
          const part = Math.fround((value * (0.5 + (parts[at(to)] as number))) / sum);
          shared[at(to)] = part;
          left -= part;
        }
        shared[at(targets[0] as number)] = left;
      }
  return { shape: [places * from.length, width], data: shared };
}

/** A layer behind `after` that passes on what it is given, and an activation that begins as none. */
export function deepen(
  given: ArchSpec,
  weights: Weights,
  { after }: { after: string },
  layers: LayerRegistry = listedLayers,
): Grown & { inserted: string[] } {
  const arch = parseArch(given);
  const node = nodeCalled(arch, after);
  if (arch.outputs.some((output) => output.node === after))
    throw refused(`“${after}” is the answer itself.`, 'Choose a layer before it.');
  const shape = inferShapes(arch, layers).get(after) ?? [];
  const channels = shape.at(-1) ?? 1;
  const rank = convBehind(arch, node, shape.length - 1, layers);
  const type = rank === 0 ? 'dense' : `conv${rank}d`;
  const taken = new Set([...arch.inputs.map(({ name }) => name), ...arch.nodes.map(({ id }) => id)]);
  const [id, bend] = [free(`${after}_deeper`, taken), free(`${after}_bend`, taken)];
  const all = (value: number) => Array.from({ length: rank }, () => value);
  const params = layers
    .get(type)
    .params.parse(
      rank === 0
        ? { units: channels, useBias: true }
        : { filters: channels, kernel: all(3), padBegin: all(1), padEnd: all(1) },
    ) as Record<string, unknown>;
  const at = arch.nodes.indexOf(node) + 1;
  const nodes = arch.nodes.map((one) => ({
    ...one,
    inputs: one.inputs.map((name) => (name === after ? bend : name)),
  }));
  nodes.splice(
    at,
    0,
    { id, type, inputs: [after], params },
    { id: bend, type: 'prelu', inputs: [id], params: {} },
  );
  const kernel = new Float32Array(3 ** rank * channels * channels);
  const centre = (3 ** rank - 1) / 2;
  for (let channel = 0; channel < channels; channel++)
    kernel[(centre * channels + channel) * channels + channel] = 1;
  return {
    arch: parseArch({ ...arch, nodes }),
    weights: new Map([
      ...weights,
      [`${id}/kernel`, { shape: [3 ** rank * channels, channels], data: kernel }],
      [`${id}/bias`, { shape: [channels], data: new Float32Array(channels) }],
      // The slope of one is no bend at all.
      [`${bend}/slope`, { shape: [channels], data: new Float32Array(channels).fill(1) }],
    ]),
    inserted: [id, bend],
  };
}

/** Axes of the convolution that its places come of, where that looks to both sides alike: one that looks back alone must go on to. */
function convBehind(arch: ArchSpec, node: ArchNode, axes: number, layers: LayerRegistry): number {
  const byId = new Map(arch.nodes.map((one) => [one.id, one]));
  for (let one: ArchNode | undefined = node; one; one = byId.get(one.inputs[0] ?? '')) {
    if (one.type === `conv${axes}d`) {
      const { padBegin, padEnd } = one.params as { padBegin: number[]; padEnd: number[] };
      const uneven = padBegin.some((begin, axis) => begin > (axes > 1 ? 1 : 0) + (padEnd[axis] ?? 0));
      return uneven ? 0 : axes;
    }
    if (!layers.get(one.type).channelwise?.(one.params)) return 0;
  }
  return 0;
}

function free(name: string, taken: Set<string>): string {
  let free = name;
  for (let i = 2; taken.has(free); i++) free = `${name}${i}`;
  taken.add(free);
  return free;
}
