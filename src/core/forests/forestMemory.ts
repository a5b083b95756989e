/** How large a forest may grow in the memory that a training may take, told before it does not suffice. */
import { bytesText } from '../bytesText';
import { TetradError } from '../protocol/errors';
import type { ForestSettings } from './forestSettings';

/** Of every node, beside what its leaves answer; half of the nodes are leaves. Lists hold doubles while they grow. */
const numbersOfNode = 6;
const numberBytes = 8;
/** What is stored at the end is packed beside what was grown. */
const packedToo = 1.5;

const bytesOfNode = (outputs: number): number => numberBytes * packedToo * (numbersOfNode + outputs / 2);

/** Of all trees together. */
export const nodesThatFit = (allowedBytes: number, outputs: number): number =>
  Math.floor(allowedBytes / bytesOfNode(outputs));

export interface ForestSize {
  rows: number;
  outputs: number;
  /** Of a tree that was grown, or of the part of one that was given up. */
  nodes: number;
}

/** badInput with what would fit, where trees like that one do not. */
export function refuseLargeForest(
  { rows, outputs, nodes }: ForestSize,
  { trees, leastRows }: Pick<ForestSettings, 'trees' | 'leastRows'>,
  allowedBytes: number,
): void {
  const fits = nodesThatFit(allowedBytes, outputs);
  if (nodes * trees <= fits) return;
  // A tree of so many rows a leaf has at most 2 rows / leaf nodes.
  const leaf = Math.max(leastRows + 1, Math.ceil((2 * rows * trees) / fits));
  const fewer = Math.floor(fits / nodes);
  const count = (value: number) => value.toLocaleString('en');
  throw new TetradError({
    code: 'badInput',
    message: `${trees === 1 ? 'This tree' : `${count(trees)} such trees`} would take ${bytesText(nodes * trees * bytesOfNode(outputs))} of memory, of which ${bytesText(allowedBytes)} may be used: one has ${count(nodes)} nodes${outputs > 1 ? ` that answer for ${count(outputs)} labels` : ''}.`,
    place: 'familyParams',
    hint: `Give a leaf at least ${count(leaf)} rows (leastRows)${fewer > 0 && trees > 1 ? `, grow at most ${count(fewer)} trees` : ''}, or bound the depth${outputs > 100 ? '; or group rare labels' : ''}.`,
  });
}
