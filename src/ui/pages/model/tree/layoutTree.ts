/** Where the places of a tree that are shown stand: leaves side by side, each question above the middle of its two sides. */
import type { DrawnNode } from '#/core/trees/drawnTree';

export const boxWidth = 156;
export const boxHeight = 74;
const gap = 12;
const levelHeight = 128;

export interface PlacedNode {
  /** Place in the list of nodes. */
  at: number;
  node: DrawnNode;
  /** Of the middle of its upper edge. */
  x: number;
  y: number;
  /** A question whose sides are not shown. */
  folded: boolean;
  /** That leads to it, and whether by a yes. */
  from?: { at: number; yes: boolean };
}

export interface TreeLayout {
  /** Each after the one that leads to it. */
  placed: PlacedNode[];
  width: number;
  height: number;
}

export function layoutTree(nodes: readonly DrawnNode[], opened: ReadonlySet<number>): TreeLayout {
  const placed: PlacedNode[] = [];
  let columns = 0;
  let levels = 0;
  const place = (at: number, level: number, from?: PlacedNode['from']): number => {
    const node = nodes[at] as DrawnNode;
    levels = Math.max(levels, level + 1);
    const { yes, no } = node;
    const isOpen = yes !== undefined && no !== undefined && opened.has(at);
    const own: PlacedNode = {
      at,
      node,
      x: 0,
      y: level * levelHeight,
      folded: node.question !== undefined && !isOpen,
      from,
    };
    placed.push(own);
    own.x = isOpen
      ? (place(yes, level + 1, { at, yes: true }) + place(no, level + 1, { at, yes: false })) / 2
      : (boxWidth + gap) * columns++ + boxWidth / 2;
    return own.x;
  };
  if (nodes.length > 0) place(0, 0);
  return {
    placed,
    width: Math.max(columns, 1) * (boxWidth + gap) - gap,
    height: Math.max(levels - 1, 0) * levelHeight + boxHeight,
  };
}

/** Questions that are open at first: all of a small tree, else the first levels. */
export function openedAtFirst(nodes: readonly DrawnNode[], mostLeaves = 16, levels = 3): Set<number> {
  const opened = new Set<number>();
  const all = (nodes[0]?.leaves ?? 0) <= mostLeaves;
  const open = (at: number, level: number) => {
    const { yes, no } = nodes[at] as DrawnNode;
    if (yes === undefined || no === undefined || (!all && level >= levels)) return;
    opened.add(at);
    open(yes, level + 1);
    open(no, level + 1);
  };
  if (nodes.length > 0) open(0, 0);
  return opened;
}
