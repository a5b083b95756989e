/**
 * A network cut in two: what is before a node, to be kept, and what is behind, to be made anew; and the places up to
 * which it can stand still, so that what is behind them needs nothing else of it.
 */
import { TetradError } from '../../protocol/errors';
import type { ArchNode, ArchSpec } from '../archSpec';
import { takesOne } from '../inputParts';
import { inferShapes, weightSpecs } from '../shapes';
import { sizeOf } from '../sizeOf';

export interface CutPoint {
  id: string;
  type: string;
  /** Of its output, without batch. */
  shape: number[];
  /** Numbers learnt in it. */
  weights: number;
  /** All that comes after needs nothing of what is before but this: it can be frozen up to here. */
  isGate: boolean;
}

/**
 * Where it can be cut, first to last, and the one that is meant: what its answer layer reads. `mayBeBare`: of one that
 * others made, whose answer may be what it sees, with nothing to be cut off.
 */
export function cutPoints(arch: ArchSpec, mayBeBare = false): { points: CutPoint[]; standard: string } {
  const standard = standardCut(arch, mayBeBare);
  const front = new Set(frontOf(arch, standard).nodes.map(({ id }) => id));
  const shapes = inferShapes(arch);
  const counts = new Map<string, number>();
  for (const { node, shape, trainable } of weightSpecs(arch))
    if (trainable) counts.set(node, (counts.get(node) ?? 0) + sizeOf(shape));
  const gates = new Set(gatesOf(arch, standard));
  return {
    standard,
    points: arch.nodes
      .filter(({ id }) => front.has(id))
      .map(({ id, type }) => ({
        id,
        type,
        shape: shapes.get(id) ?? [],
        weights: counts.get(id) ?? 0,
        isGate: gates.has(id),
      })),
  };
}

/** Layers between a network and its answer that learn nothing, and that a new head has itself. */
const beforeHead = new Set(['flatten', 'dropout']);

function standardCut(arch: ArchSpec, mayBeBare: boolean): string {
  const [output, ...more] = arch.outputs;
  const byId = new Map(arch.nodes.map((node) => [node.id, node]));
  const learnt = new Set(weightSpecs(arch).map(({ node }) => node));
  if (!output || more.length > 0 || !takesOne(arch)) throw notOne();
  // What only shapes the answer is the head's too.
  let at = byId.get(output.node);
  while (at && !learnt.has(at.id) && at.inputs.length === 1) at = byId.get(at.inputs[0] ?? '');
  let cut = at && learnt.has(at.id) ? byId.get(at.inputs[0] ?? '') : undefined;
  while (cut && beforeHead.has(cut.type) && cut.inputs.length === 1) cut = byId.get(cut.inputs[0] ?? '');
  if (cut) return cut.id;
  if (mayBeBare) return output.node;
  throw new TetradError({
    code: 'badInput',
    message: 'The network has nothing before its answer layer that could be kept.',
    place: 'cut',
    hint: 'Choose a version with layers between its input and its answer.',
  });
}

const notOne = (): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: 'A network with several outputs cannot be given a new answer layer.',
    place: 'modelVersionId',
    hint: 'Choose one that answers with one thing.',
  });

/** Itself and what it is computed from; the network of before with this as its answer. */
export function frontOf(arch: ArchSpec, cut: string): ArchSpec {
  const needed = new Set([cut]);
  const nodes: ArchNode[] = [];
  for (const node of arch.nodes.toReversed())
    if (needed.has(node.id)) {
      nodes.unshift(node);
      for (const from of node.inputs) needed.add(from);
    }
  return { ...arch, nodes, outputs: [{ name: arch.outputs[0]?.name ?? 'output', node: cut }] };
}

/** What is behind a gate, which becomes its input under the same name. */
export function behindGate(arch: ArchSpec, gate: string): ArchSpec {
  const before = new Set(frontOf(arch, gate).nodes.map(({ id }) => id));
  const shape = inferShapes(arch).get(gate) ?? [];
  const nodes = arch.nodes.filter(({ id }) => !before.has(id));
  return { version: arch.version, inputs: [{ name: gate, shape }], nodes, outputs: arch.outputs };
}

/** Nodes that every way from the input to this one goes through, in order, itself the last. */
export function gatesOf(arch: ArchSpec, cut: string): string[] {
  const { nodes, inputs } = frontOf(arch, cut);
  const place = new Map<string, number>(inputs.map(({ name }) => [name, -1]));
  for (const [i, { id }] of nodes.entries()) place.set(id, i);
  // How far the values that were made up to a node are read.
  let reach = -1;
  const lastReader = new Map<string, number>();
  for (const [i, node] of nodes.entries()) for (const from of node.inputs) lastReader.set(from, i);
  for (const { name } of inputs) reach = Math.max(reach, lastReader.get(name) ?? -1);
  return nodes.flatMap(({ id }, i) => {
    const isGate = reach <= i;
    reach = Math.max(reach, lastReader.get(id) ?? -1);
    return isGate ? [id] : [];
  });
}
