/** The nearest training rows of everything that is judged, found piece by piece: once, for all numbers of neighbours. */
import type { Tensors } from '#/core/bodies/bodyDef';
import {
  type Distance,
  emptyNearest,
  findNearest,
  type NearestRows,
  type StoredRows,
} from '#/core/neighbours/findNearest';
import { rowsPerSearch } from '#/core/neighbours/searchSize';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { NamedWeights } from '../../train/trainSpec';
import type { Split } from '../../kinds/preparedData';

/** Differences in a millisecond, on the slowest machine. */
const slowestPerMs = 2000;

interface Part {
  name: string;
  split: Split;
  nearest: NearestRows;
}

interface Piece {
  part: Part;
  from: number;
  to: number;
}

export class NeighbourSearch {
  /** Pieces found so far. */
  found = 0;
  readonly pieces: readonly Piece[];
  private readonly parts: Part[];
  private readonly stored: StoredRows;
  private readonly distance: Distance;

  constructor(
    stored: StoredRows,
    distance: Distance,
    most: number,
    splits: Readonly<Record<string, Split | undefined>>,
  ) {
    this.stored = stored;
    this.distance = distance;
    this.parts = Object.entries(splits).flatMap(([name, split]) =>
      split ? [{ name, split, nearest: emptyNearest(split.rows, most) }] : [],
    );
    const size = rowsPerSearch(stored);
    this.pieces = this.parts.flatMap((part) =>
      Array.from({ length: Math.ceil(part.split.rows / size) }, (_, i) => ({
        part,
        from: i * size,
        to: Math.min((i + 1) * size, part.split.rows),
      })),
    );
  }

  /** Finds the next piece; answers its rows, 0 when all is found. */
  next(): number {
    const piece = this.pieces[this.found];
    if (!piece) return 0;
    const { part, from, to } = piece;
    const { rows, width } = this.stored;
    expectBreath(((to - from) * rows * width) / slowestPerMs);
    findNearest(this.stored, this.distance, part.split.features, [from, to], part.nearest);
    this.found++;
    return to - from;
  }

  of(name: string): NearestRows {
    const part = this.parts.find((candidate) => candidate.name === name);
    if (!part) throw new Error(`Nothing was searched for ${name}.`);
    return part.nearest;
  }

  /** Row numbers are below 2^24, which float32 holds exactly. */
  save(): NamedWeights {
    return new Map(
      this.parts.flatMap(({ name, split, nearest: { most, indices, sums } }) => [
        [`${name}/indices`, { shape: [split.rows, most], data: Float32Array.from(indices) }],
        [`${name}/sums`, { shape: [split.rows, most], data: sums }],
      ]),
    );
  }

  /** false where these are of another search. */
  restore(saved: Tensors, found: number): boolean {
    const fits = this.parts.every(({ name, nearest: { indices } }) =>
      ['indices', 'sums'].every((what) => saved.get(`${name}/${what}`)?.data.length === indices.length),
    );
    if (!fits || found > this.pieces.length) return false;
    for (const { name, nearest } of this.parts) {
      nearest.indices.set(saved.get(`${name}/indices`)?.data ?? []);
      nearest.sums.set(saved.get(`${name}/sums`)?.data ?? []);
    }
    this.found = found;
    return true;
  }
}
