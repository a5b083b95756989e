/**
 * What a sample is, as the model takes it, and its answer, in one short text: equal samples have equal ones. So rows of
 * one dataset are found in another, wherever they stand in it.
 */
import { sizeOf } from '#/core/arch/sizeOf';
import type { RawSamples } from '#/core/kinds/rawSamples';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { breathe } from '#/core/protocol/heartbeat';
import { readColumns } from '#/core/table/readColumns';
import type { AskedVersion, Blobs } from '../../kinds/kindEngine';
import { kindEngineOf } from '../../kinds/registry';

const atOnce = 512;

/** By row of the version. */
export async function contentKeys(
  model: AskedVersion & { task: { target: string } },
  dataset: DatasetVersion,
  blobs: Blobs,
): Promise<string[]> {
  const { target } = model.task;
  const isColumn = dataset.schema.columns.some(({ name }) => name === target);
  const answers = isColumn
    ? (await readColumns(dataset.chunks, blobs, dataset.schema, [target], { asText: new Set([target]) })).get(
        target,
      )?.data
    : undefined;
  const samples = await kindEngineOf(dataset.schema).open(model, dataset, blobs);
  const keys: string[] = [];
  for (let first = 0; first < dataset.rows; first += atOnce) {
    const rows = Array.from({ length: Math.min(atOnce, dataset.rows - first) }, (_, i) => first + i);
    const read = await samples.read(rows);
    for (const i of rows.keys()) keys.push(`${keyOf(read, i)} ${answers?.[first + i] ?? ''}`);
    breathe();
  }
  return keys;
}

function keyOf(samples: RawSamples, row: number): string {
  if (samples.form === 'columns')
    return hash([...samples.columns.values()].map(({ data }) => String(data[row])).join('\u0000'));
  const size = sizeOf(samples.shape);
  const values = samples.values.subarray(row * size, (row + 1) * size);
  return hash(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

/** Two of 32 bits (FNV-1a and a multiplicative one): of a million samples two differing ones agree by chance once in 10^7 times. */
function hash(of: string | Uint8Array): string {
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (let i = 0; i < of.length; i++) {
    const value = typeof of === 'string' ? of.charCodeAt(i) : (of[i] as number);
    a = Math.imul(a ^ value, 0x01000193);
    b = Math.imul(b + value + 1, 0x85ebca6b);
    b ^= b >>> 13;
  }
  return `${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`;
}
