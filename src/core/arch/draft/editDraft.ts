/** What a person does to a draft. Each gives a new one and leaves the old as it is, so that going back is exact. */
import type { LayerRegistry } from '../../layers/registry';
import { layers as listedLayers } from '../../layers/registry';
import { TetradError } from '../../protocol/errors';
import {
  type ArchDraft,
  type DraftEdge,
  type DraftNode,
  firstInput,
  headNames,
  inputNames,
  nodeOf,
  readersOf,
  sampleName,
} from './archDraft';
import { setInputColumns, wholeSample } from './draftInputs';
import type { DraftFix } from './fixShape';

/** Whether a layer takes more than one value. */
export const takesSeveral = (type: string, layers: LayerRegistry = listedLayers): boolean =>
  layers.find(type)?.examples.some(({ inputs }) => inputs.length > 1) ?? true;

export function freeName(draft: Pick<ArchDraft, 'nodes' | 'inputs'>, type: string): string {
  const taken = new Set([...draft.nodes.map(({ id }) => id), ...inputNames(draft), sampleName, ...headNames]);
  let number = 1;
  while (taken.has(`${type}${number}`)) number++;
  return `${type}${number}`;
}

/** All settings of a layer, those given in place of the standard ones; none where they are not valid. */
const standardParams = (type: string, given: Record<string, unknown>, layers: LayerRegistry) =>
  (layers.find(type)?.params.safeParse(given).data as Record<string, unknown> | undefined) ?? given;

export interface AddedLayer {
  type: string;
  /** What it reads. */
  after: string;
  /** It takes this connection's place; else what read `after` goes on to read it. */
  edge?: DraftEdge;
  params?: Record<string, unknown>;
}

/** After a node everything that read it reads the new one, and so does the answer: a chain grows by one. */
export function addLayer(
  draft: ArchDraft,
  { type, after, edge, params = {} }: AddedLayer,
  layers: LayerRegistry = listedLayers,
): { draft: ArchDraft; id: string } {
  const id = freeName(draft, type);
  const node: DraftNode = { id, type, inputs: [after], params: standardParams(type, params, layers) };
  const at = draft.nodes.findIndex((one) => one.id === after) + 1;
  const reads = (one: DraftNode, slot: number) => !edge || (one.id === edge.to && slot === edge.slot);
  const nodes = draft.nodes.map((one) => ({
    ...one,
    inputs: one.inputs.map((from, slot) => (from === after && reads(one, slot) ? id : from)),
  }));
  nodes.splice(at, 0, node);
  const isEnd = draft.output === after || (inputNames(draft).includes(after) && draft.nodes.length === 0);
  return { draft: { ...draft, nodes, output: isEnd && !edge ? id : draft.output }, id };
}

/** Beside what is there: nothing reads it yet. */
export function branchLayer(
  draft: ArchDraft,
  { type, after, params = {} }: Omit<AddedLayer, 'edge'>,
  layers: LayerRegistry = listedLayers,
): { draft: ArchDraft; id: string } {
  const id = freeName(draft, type);
  const node: DraftNode = { id, type, inputs: [after], params: standardParams(type, params, layers) };
  return { draft: { ...draft, nodes: [...draft.nodes, node] }, id };
}

/** What read them reads what they read first. */
export function removeNodes(draft: ArchDraft, ids: Iterable<string>): ArchDraft {
  let { nodes, output } = draft;
  for (const id of ids) {
    const gone = nodes.find((node) => node.id === id);
    if (!gone) continue;
    const [before] = gone.inputs;
    nodes = nodes
      .filter((node) => node.id !== id)
      .map((node) => ({
        ...node,
        inputs: node.inputs.flatMap((from) =>
          from === id ? (before === undefined ? [] : [before]) : [from],
        ),
      }));
    if (output === id) output = before ?? firstInput(draft);
  }
  return { ...draft, nodes, output };
}

/** badInput where it would close a circle. A layer of one input reads this in place of what it read. */
export function connect(
  draft: ArchDraft,
  { from, to, slot }: { from: string; to: string; slot?: number },
  layers: LayerRegistry = listedLayers,
): ArchDraft {
  if (from === to || readersOf(draft, to).has(from))
    throw new TetradError({
      code: 'badInput',
      message: `“${from}” comes after “${to}”: a network may not go in a circle.`,
      place: `${from} to ${to}`,
      hint: 'Connect it to something later.',
    });
  return changeNode(draft, to, (node) => {
    const inputs = [...node.inputs];
    if (slot !== undefined && slot < inputs.length) inputs[slot] = from;
    else if (takesSeveral(node.type, layers)) inputs.push(from);
    else inputs.splice(0, 1, from);
    return { ...node, inputs };
  });
}

export const disconnect = (draft: ArchDraft, { to, slot }: Pick<DraftEdge, 'to' | 'slot'>): ArchDraft =>
  changeNode(draft, to, (node) => ({ ...node, inputs: node.inputs.toSpliced(slot, 1) }));

export const setParams = (draft: ArchDraft, id: string, params: Record<string, unknown>): ArchDraft =>
  changeNode(draft, id, (node) => ({ ...node, params }));

/** badInput where the name is taken or no name. */
export function rename(draft: ArchDraft, id: string, name: string): ArchDraft {
  const taken =
    name === sampleName ||
    inputNames(draft).includes(name) ||
    headNames.some((own) => own === name) ||
    nodeOf(draft, name);
  if (name !== id && (taken || !/^[A-Za-z][A-Za-z0-9_.-]{0,119}$/.test(name)))
    throw new TetradError({
      code: 'badInput',
      message: taken
        ? `There is a “${name}” already.`
        : 'A name is letters, digits, “_”, “-” or “.”, a letter first.',
      place: id,
    });
  const renamed = (from: string) => (from === id ? name : from);
  return {
    ...draft,
    nodes: draft.nodes.map((node) => ({ ...node, id: renamed(node.id), inputs: node.inputs.map(renamed) })),
    output: renamed(draft.output),
  };
}

function changeNode(draft: ArchDraft, id: string, change: (node: DraftNode) => DraftNode): ArchDraft {
  return { ...draft, nodes: draft.nodes.map((node) => (node.id === id ? change(node) : node)) };
}

/** What a problem offers, done. */
export function applyFix(draft: ArchDraft, fix: DraftFix, layers: LayerRegistry = listedLayers): ArchDraft {
  const { cut, insert, output, head, whole, leaveOut } = fix;
  if (cut) return disconnect(draft, cut);
  if (insert) return addLayer(draft, { ...insert, after: insert.edge.from }, layers).draft;
  if (output !== undefined) return { ...draft, output };
  if (whole) return wholeSample(draft);
  if (leaveOut) {
    const columns = draft.inputs?.find(({ name }) => name === leaveOut.input)?.columns ?? [];
    return setInputColumns(
      draft,
      leaveOut.input,
      columns.filter((column) => column !== leaveOut.column),
    );
  }
  return head ? { ...draft, head } : draft;
}
