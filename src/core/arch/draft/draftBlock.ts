/**
 * Layers that are kept under a name and used again: of a draft, all that lies between two of its layers. A block reads one
 * value, which it calls `input` as a draft calls its sample, and gives one. What is put in is a copy: changes of one are no
 * changes of the others.
 */
import { z } from 'zod';
import { TetradError } from '../../protocol/errors';
import { writtenNode } from '../parseArch';
import { type ArchDraft, inputNames, nodeOf, readersOf, sampleName } from './archDraft';
import { freeName } from './editDraft';

export const draftBlock = z.strictObject({
  name: z.string().trim().min(1).max(100),
  nodes: z.array(writtenNode).min(1).max(500),
  /** The layer that gives the block's value. */
  output: z.string().max(120),
});
export type DraftBlock = z.infer<typeof draftBlock>;

const refused = (message: string, place: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message, place, hint });

/** badInput where `last` does not come after `first`, or where more than one value comes in from outside. */
export function takeBlock(
  draft: ArchDraft,
  { name, first, last }: { name: string; first: string; last: string },
): DraftBlock {
  for (const id of [first, last])
    if (!nodeOf(draft, id))
      throw refused(`There is no layer “${id}”.`, id, 'Name two layers of this network.');
  const after = readersOf(draft, first);
  if (first !== last && !after.has(last))
    throw refused(
      `“${last}” does not come after “${first}”: nothing lies between them.`,
      `${first} to ${last}`,
      'Choose a first layer that the last one depends on.',
    );
  const inside = draft.nodes.filter(
    ({ id }) => (id === first || after.has(id)) && (id === last || readersOf(draft, id).has(last)),
  );
  const ids = new Set(inside.map(({ id }) => id));
  const entries = [...new Set(inside.flatMap(({ inputs }) => inputs.filter((from) => !ids.has(from))))];
  if (entries.length > 1)
    throw refused(
      `The layers between “${first}” and “${last}” read ${entries.map((id) => `“${id}”`).join(' and ')}; a block reads one value.`,
      `${first} to ${last}`,
      'Begin where these come together, or before they part.',
    );
  const own = (from: string) => (ids.has(from) ? from : sampleName);
  return {
    name,
    nodes: inside.map((node) => ({ ...node, inputs: node.inputs.map(own) })),
    output: last,
  };
}

/** badInput where a block that somebody wrote does not hold together. */
export function checkBlock({ nodes, output }: Omit<DraftBlock, 'name'>): void {
  const ids = nodes.map(({ id }) => id);
  const twice = ids.find((id, at) => ids.indexOf(id) < at || id === sampleName);
  if (twice !== undefined)
    throw refused(`“${twice}” is there twice.`, `block.nodes.${twice}`, 'Give each layer its own name.');
  for (const { id, inputs } of nodes)
    for (const from of inputs)
      if (from !== sampleName && !ids.includes(from))
        throw refused(
          `“${id}” reads “${from}”, which is no layer of the block.`,
          `block.nodes.${id}`,
          `Let it read one of the block's layers, or “${sampleName}”.`,
        );
  if (!ids.includes(output))
    throw refused(
      `“${output}” is no layer of the block.`,
      'block.output',
      'Name the layer that gives its value.',
    );
}

/** What read `after` reads what the block gives, and so does the answer. */
export function putBlock(
  draft: ArchDraft,
  { nodes, output }: DraftBlock,
  after: string,
): { draft: ArchDraft; id: string } {
  const named = new Map([[sampleName, after]]);
  const taken: { id: string }[] = [...draft.nodes];
  for (const { id, type } of nodes) {
    const name = freeName({ ...draft, nodes: taken as ArchDraft['nodes'] }, type);
    named.set(id, name);
    taken.push({ id: name });
  }
  const called = (id: string): string => named.get(id) ?? id;
  const copies = nodes.map((node) => ({
    ...node,
    id: called(node.id),
    inputs: node.inputs.map(called),
    params: structuredClone(node.params),
  }));
  const end = called(output);
  const others = draft.nodes.map((node) => ({
    ...node,
    inputs: node.inputs.map((from) => (from === after ? end : from)),
  }));
  others.splice(draft.nodes.findIndex(({ id }) => id === after) + 1, 0, ...copies);
  const isEnd = draft.output === after || (inputNames(draft).includes(after) && draft.nodes.length === 0);
  return { draft: { ...draft, nodes: others, output: isEnd ? end : draft.output }, id: end };
}
