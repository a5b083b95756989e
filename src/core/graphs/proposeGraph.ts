/** Which columns of a table say where edges begin and end; and which of another table its nodes are named by. */
import type { TableColumn } from '../series/proposeSeries';

export interface EdgeColumns {
  source: string;
  target: string;
}

export interface ProposedEdges extends EdgeColumns {
  isLikely: boolean;
  why: string;
}

const pairs: [RegExp, RegExp][] = [
  [
    /^(source|src|from|start|tail|u|a|parent|sender|citing|follower|origin|node ?1)([_ .]?(id|node|name))?$/i,
    /^(target|tgt|dst|dest|destination|to|end|head|v|b|child|receiver|cited|followed|followee|node ?2)([_ .]?(id|node|name))?$/i,
  ],
];
/** Of the values of either end, how many the other has as well, where names say nothing. */
const leastShared = 0.2;

const textsOf = ({ cells }: TableColumn): Set<string> =>
  new Set(Array.from(cells).flatMap((cell) => (cell === null || Number.isNaN(cell) ? [] : [String(cell)])));

export function proposeEdges(columns: readonly TableColumn[]): ProposedEdges | undefined {
  for (const [from, to] of pairs) {
    const source = columns.find(({ name }) => from.test(name.trim()));
    const target = columns.find((column) => column !== source && to.test(column.name.trim()));
    if (source && target)
      return {
        source: source.name,
        target: target.name,
        isLikely: true,
        why: `each row goes from a “${source.name}” to a “${target.name}”`,
      };
  }
  const [first, second] = columns.filter(
    ({ type }) => type !== 'datetime' && type !== 'numeric' && type !== 'boolean',
  );
  if (!first || !second) return undefined;
  const [a, b] = [textsOf(first), textsOf(second)];
  const shared = [...a].filter((value) => b.has(value)).length;
  if (shared === 0 || shared < leastShared * Math.min(a.size, b.size)) return undefined;
  return {
    source: first.name,
    target: second.name,
    isLikely: first.type !== 'integer' && shared >= 3 && a.size > 5,
    why: `“${first.name}” and “${second.name}” name the same things`,
  };
}

export interface RefersTo extends EdgeColumns {
  /** The column of nodes that both ends refer to. */
  node: string;
  /** Share of the ends that are there. */
  share: number;
}

/** Two columns of one table whose values are those of a column of another, in which each stands once. */
export function proposeReferences(
  edges: readonly TableColumn[],
  nodes: readonly TableColumn[],
): RefersTo | undefined {
  let best: RefersTo | undefined;
  const ends = edges
    .filter(({ type }) => type !== 'datetime')
    .map((column) => ({ column, texts: textsOf(column) }));
  for (const node of nodes) {
    const known = textsOf(node);
    const present = Array.from(node.cells).filter((cell) => cell !== null && !Number.isNaN(cell)).length;
    if (known.size < present || known.size < 2) continue;
    const shares = ends
      .map(({ column, texts }) => ({
        column,
        share: [...texts].filter((text) => known.has(text)).length / Math.max(1, texts.size),
      }))
      .filter(({ share }) => share >= 0.5);
    const [source, target] = shares;
    if (!source || !target || shares.length > 3) continue;
    const named = proposeEdges(edges);
    const isNamed =
      named &&
      shares.some(({ column }) => column.name === named.source) &&
      shares.some(({ column }) => column.name === named.target);
    const share = (source.share + target.share) / 2;
    if (best && best.share >= share) continue;
    best = {
      source: isNamed ? named.source : source.column.name,
      target: isNamed ? named.target : target.column.name,
      node: node.name,
      share,
    };
  }
  return best;
}
