/** The network of a genome, as the graph editor opens it: an ordinary drawn network. */
import type { ArchDraft, DraftNode } from '../arch/draft/archDraft';
import { sampleName } from '../arch/draft/archDraft';
import { samePadding } from '../arch/convGeometry';
import { layers } from '../layers/registry';
import type { Gene, Genome } from './genome';

/** Below it a block no longer halves. */
const smallestSide = 4;

interface DrawnGenome {
  draft: ArchDraft;
  /** Of each block: the layer whose width is the block's, the one behind which another block can be put, its places there. */
  places: { widens: string; ends: string; sides: readonly number[] }[];
}

/** `inputShape` without batch: [values] of rows, else places and channels. */
export function draftOfGenome(genome: Genome, inputShape: readonly number[]): DrawnGenome {
  const axes = inputShape.length - 1;
  const nodes: DraftNode[] = [];
  const places: DrawnGenome['places'] = [];
  let last = sampleName;
  let sides = inputShape.slice(0, -1);
  let channels = inputShape.at(-1) ?? 1;
  const add = (id: string, type: string, params: Record<string, unknown>, inputs = [last]): string => {
    nodes.push({
      id,
      type,
      inputs,
      params: layers.get(type).params.parse(params) as Record<string, unknown>,
    });
    last = id;
    return id;
  };
  /** Weights over places and channels, the places kept. */
  const weights = (id: string, width: number, kernel: number, useBias: boolean, groups = 1): string => {
    if (axes === 0) return add(id, 'dense', { units: width, useBias, init: 'heNormal' });
    const window = sides.map((side) => (side === 1 ? 1 : kernel));
    const stride = sides.map(() => 1);
    return add(id, `conv${axes}d`, {
      filters: width,
      kernel: window,
      stride,
      groups,
      useBias,
      ...samePadding({ inSize: sides, kernel: window, stride }),
    });
  };
  const bend = (id: string, gene: Gene): string =>
    gene.bend ? add(id, 'prelu', {}) : add(id, 'activation', { kind: 'relu' });
  for (const [at, gene] of genome.entries()) {
    const name = `block${at + 1}`;
    const { kind, width, kernel, norm } = gene;
    const from = last;
    const first = `${name}_weights`;
    if (kind === 'separable' && axes > 0) {
      weights(`${name}_places`, channels, kernel, true, channels);
      weights(first, width, 1, !norm);
    } else weights(first, width, kernel, !norm);
    if (norm) add(`${name}_norm`, 'batchNorm', {});
    bend(`${name}_bend`, gene);
    if (kind === 'residual') {
      weights(`${name}_weights2`, width, kernel, !norm);
      if (norm) add(`${name}_norm2`, 'batchNorm', {});
      if (width === channels) add(`${name}_sum`, 'add', {}, [from, last]);
      add(`${name}_bend2`, 'activation', { kind: 'relu' });
    }
    places.push({ widens: first, ends: last, sides });
    if (gene.pool && axes > 0 && sides.every((side) => side >= smallestSide)) {
      add(`${name}_pool`, `pool${axes}d`, { kind: 'max' });
      sides = sides.map((side) => Math.floor(side / 2));
    }
    channels = width;
  }
  if (axes > 0) add('pooled', 'globalPool', {});
  return { draft: { nodes, output: last, head: true }, places };
}
