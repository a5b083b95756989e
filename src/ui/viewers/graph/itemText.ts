/** What stands in the box of an item, and how large that is. */
import type { ShownItem } from '#/core/modelGraph/collapse';
import type { ModelGraph } from '#/core/modelGraph/modelGraph';
import { groupOf, type OpGroup } from './opGroup';

export interface ItemText {
  title: string;
  /** Its shape, or how many nodes lie in it. */
  note: string;
  width: number;
  height: number;
  group: OpGroup;
}

const [longestTitle, longestNote] = [30, 40];
const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`;

export function itemText({ nodes }: ModelGraph, { node, block }: ShownItem): ItemText {
  const found = nodes[node];
  const title = cut(
    block ? block.name : found?.kind === 'node' ? found.op : (found?.name ?? ''),
    longestTitle,
  );
  const type = found?.kind === 'output' ? found.inputs[0]?.type : found?.outputs[0]?.type;
  const note = cut(block ? `${block.nodes.toLocaleString('en')} nodes` : (type ?? ''), longestNote);
  return {
    title,
    note,
    // Of the letters of 13 and 11 pixels that the canvas draws, on average.
    width: Math.max(64, title.length * 7.4 + 24, note.length * 6.1 + 24),
    height: note ? 44 : 30,
    group: block ? 'block' : found?.kind === 'node' ? groupOf(found.op) : 'end',
  };
}
