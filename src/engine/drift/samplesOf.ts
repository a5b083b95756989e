/** Some samples of a dataset version in pieces that fit into memory, whatever their kind. */
import { sizeOf } from '#/core/arch/sizeOf';
import { kindOf } from '#/core/kinds/registry';
import type { RawSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { Storage } from '#/core/protocol/storage';
import { permutation } from '#/core/random/random';
import { kindEngineOf } from '../kinds/registry';
import type { AskedVersion } from '../kinds/kindEngine';

const pieceValues = 2 ** 20;
const pieceRows = 2_048;

/** At most `most` of them, drawn uniformly, ascending. */
export function drawRows(rows: Uint32Array, most: number): Uint32Array {
  if (rows.length <= most) return rows;
  return permutation(1, 'drift', 0, rows.length)
    .slice(0, most)
    .map((place) => rows[place] as number)
    .sort();
}

export async function* samplesOf(
  version: AskedVersion,
  dataset: DatasetVersion,
  blobs: Storage['blobs'],
  rows: Uint32Array,
): AsyncGenerator<{ rows: Uint32Array; samples: RawSamples; progress: number }> {
  const { read } = await kindEngineOf(version.input).open(version, dataset, blobs);
  const size = sizeOf(kindOf(version.input).shape(version.input.fitted));
  const piece = Math.max(1, Math.min(pieceRows, Math.floor(pieceValues / Math.max(1, size))));
  for (let at = 0; at < rows.length; at += piece) {
    const own = rows.subarray(at, at + piece);
    yield { rows: own, samples: await read(own), progress: Math.min(1, (at + piece) / rows.length) };
  }
}

/** So many samples of this size are looked at. */
export const mostSamples = ({ input }: AskedVersion, most: number): number =>
  Math.max(64, Math.min(most, Math.floor(2 ** 26 / sizeOf(kindOf(input).shape(input.fitted)))));
