/**
 * What a draft comes to: the order in which it can be computed, shapes, weights and work of each node, and everything
 * that is wrong, at the node or the connection where it is, with what would mend it where one layer or one cut does.
 */
import type { LayerDef } from '../../layers/layerDef';
import { layers as listedLayers, type LayerRegistry } from '../../layers/registry';
import { TetradError } from '../../protocol/errors';
import { sizeOf } from '../sizeOf';
import {
  type ArchDraft,
  type DraftEdge,
  type DraftNode,
  firstInput,
  inputNames,
  sampleName,
} from './archDraft';
import { type DraftSample, inspectInputs } from './draftInputs';
import { neededBy, orderOf } from './draftOrder';
import { type DraftFix, fixShape } from './fixShape';

export interface DraftProblem {
  node?: string;
  edge?: DraftEdge;
  /** Of a setting. */
  setting?: string;
  message: string;
  /** It cannot be trained with this. */
  severe: boolean;
  fix?: DraftFix;
}

export interface NodeFacts {
  /** Learnt numbers. */
  weights: number;
  /** Multiplications by them for one sample. */
  uses: number;
  /** Values of its result for one sample. */
  values: number;
  /** Values that a training step keeps of it for one sample. */
  keeps: number;
}

export interface DraftReport {
  order: DraftNode[];
  /** Of the sample and of every node that could be worked out; without batch. */
  shapes: ReadonlyMap<string, number[]>;
  facts: ReadonlyMap<string, NodeFacts>;
  problems: DraftProblem[];
}

const mostSize = 2 ** 31 - 1;

export function inspectDraft(
  draft: ArchDraft,
  { inputShape, columns, outputWidth }: DraftSample & { outputWidth: number },
  layers: LayerRegistry = listedLayers,
): DraftReport {
  const problems: DraftProblem[] = namesTwice(draft);
  const { order, cut } = orderOf(draft);
  for (const edge of cut)
    problems.push({
      edge,
      message: `“${edge.from}” comes after “${edge.to}”: a network may not go in a circle.`,
      severe: true,
      fix: { label: 'Cut this connection', cut: edge },
    });
  const shapes = new Map<string, number[]>();
  if (draft.inputs) {
    const inspected = inspectInputs(draft, { inputShape, columns });
    problems.push(...inspected.problems);
    for (const { name, shape } of inspected.found) shapes.set(name, shape);
  } else shapes.set(sampleName, [...inputShape]);
  const facts = new Map<string, NodeFacts>();
  const known = new Set([...inputNames(draft), ...draft.nodes.map(({ id }) => id)]);
  for (const node of order) {
    const found = inspectNode(node, shapes, known, layers);
    problems.push(...found.problems);
    if (!found.shape) continue;
    shapes.set(node.id, found.shape);
    facts.set(node.id, found.facts);
  }
  problems.push(...ofAnswer(draft, shapes, known, outputWidth));
  return { order, shapes, facts, problems };
}

function namesTwice(draft: ArchDraft): DraftProblem[] {
  const seen = new Set<string>();
  return [...inputNames(draft), ...draft.nodes.map(({ id }) => id)].flatMap((id) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ node: id, message: `The name “${id}” is used twice.`, severe: true }];
  });
}

interface Inspected {
  problems: DraftProblem[];
  shape?: number[];
  facts: NodeFacts;
}

function inspectNode(
  node: DraftNode,
  shapes: ReadonlyMap<string, number[]>,
  known: ReadonlySet<string>,
  layers: LayerRegistry,
): Inspected {
  const { id, type, inputs } = node;
  const facts = { weights: 0, uses: 0, values: 0, keeps: 0 };
  const wrong = (problem: Omit<DraftProblem, 'severe'>): Inspected => ({
    problems: [{ ...problem, severe: true }],
    facts,
  });
  const layer = layers.find(type);
  if (!layer) return wrong({ node: id, message: `There is no layer “${type}”.` });
  const params = layer.params.safeParse(node.params);
  if (!params.success) {
    const [issue] = params.error.issues;
    const setting = issue?.path.map(String).join('.');
    return wrong({
      node: id,
      setting,
      message: `${layer.title}: ${setting ? `${setting}: ` : ''}${issue?.message}.`,
    });
  }
  if (inputs.length === 0)
    return wrong({ node: id, message: `“${id}” reads nothing: connect something to it.` });
  const unknown = inputs.findIndex((from) => !known.has(from));
  if (unknown >= 0) {
    const edge = { from: inputs[unknown] as string, to: id, slot: unknown };
    return wrong({
      edge,
      message: `There is no “${edge.from}”.`,
      fix: { label: 'Cut this connection', cut: edge },
    });
  }
  const read = inputs.flatMap((from) => {
    const shape = shapes.get(from);
    return shape ? [shape] : [];
  });
  // What is wrong before it was said there.
  if (read.length < inputs.length) return { problems: [], facts };
  try {
    const shape = layer.inferShape(read, params.data);
    if (shape.some((size) => !Number.isInteger(size) || size < 1) || sizeOf(shape) > mostSize)
      throw new TetradError({
        code: 'badInput',
        message: `It would say [${shape.join(', ')}]: every axis must keep at least one value, and all at most 2 billion.`,
      });
    return { problems: [], shape, facts: factsOf(layer, read, params.data, shape) };
  } catch (thrown) {
    if (!(thrown instanceof TetradError)) throw thrown;
    return wrong({
      node: id,
      message: `${layer.title} “${id}”: ${thrown.message}`,
      ...whereIn(thrown.place),
    });
  }

  /** What a layer says of its inputs is said of a connection. */
  function whereIn(place = ''): Pick<DraftProblem, 'edge' | 'setting' | 'fix'> {
    const [, text] = /^inputs\.(\d+)/.exec(place) ?? [];
    const slot = text === undefined ? inputs.length - 1 : Number(text);
    const edge = { from: inputs[slot] as string, to: id, slot };
    if (text !== undefined)
      return {
        edge,
        fix: fixShape({ layer: layer as LayerDef, params: params.data, inputs: read, slot, edge }, layers),
      };
    if (place !== 'inputs') return place ? { setting: place } : {};
    return inputs.length > 1 ? { edge, fix: { label: 'Cut this connection', cut: edge } } : {};
  }
}

function factsOf(layer: LayerDef, inputs: number[][], params: unknown, shape: number[]): NodeFacts {
  const learnt = layer.weights(inputs, params).filter(({ trainable }) => trainable);
  const weights = learnt.reduce((sum, { shape: own }) => sum + sizeOf(own), 0);
  return {
    weights,
    uses: weights * sizeOf(shape.slice(0, -1)),
    values: sizeOf(shape),
    keeps: (layer.keeps?.(params, true, inputs) ?? 2) * sizeOf(shape),
  };
}

function ofAnswer(
  draft: ArchDraft,
  shapes: ReadonlyMap<string, number[]>,
  known: ReadonlySet<string>,
  outputWidth: number,
): DraftProblem[] {
  const { output, nodes, head } = draft;
  const problems: DraftProblem[] = [];
  const last = nodes.at(-1)?.id ?? firstInput(draft);
  if (!known.has(output))
    return [
      {
        message: output
          ? `The answer is to be “${output}”, which is not there.`
          : 'Nothing is the answer yet.',
        severe: true,
        fix: { label: `Let “${last}” be the answer`, output: last },
      },
    ];
  const shape = shapes.get(output);
  if (shape && !head && sizeOf(shape) !== outputWidth)
    problems.push({
      node: output,
      message: `The answer needs ${outputWidth} values; “${output}” says [${shape.join(', ')}], ${sizeOf(shape)}.`,
      severe: true,
      fix: { label: `Add a layer of ${outputWidth} after it`, head: true },
    });
  const needed = neededBy(draft, output);
  for (const { id } of nodes)
    if (!needed.has(id))
      problems.push({ node: id, message: `“${id}” leads nowhere: it is left out.`, severe: false });
  for (const { name } of draft.inputs ?? [])
    if (!needed.has(name))
      problems.push({
        node: name,
        message: `Nothing on the way to the answer reads the input “${name}”.`,
        severe: true,
      });
  return problems;
}
