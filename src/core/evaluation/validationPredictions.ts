/**
 * What a finished run answered on its validation rows, with the weights it kept: the artifact everything on the
 * evaluation page is computed from. One blob: magic, length of a JSON header, the header, then arrays at 8-byte
 * boundaries, little-endian: dataset rows, what the task keeps (its `artifact`), and where the header says so blocks.
 * What it answered on the part that the data keep for a test is another artifact of the same form.
 */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import type { TaskType } from '../protocol/train';
import type { Artifact, ArtifactColumn, ColumnArray } from '../tasks/artifact';
import { tasks } from '../tasks/registry';

/** What all have in common; the task of that type adds its answers. */
export interface ValidationPredictions {
  kind: TaskType;
  /** Validation rows in all; fewer in `rows` means that a uniform sample was kept. */
  totalRows: number;
  /** Row numbers in the dataset version, from 0, ascending. */
  rows: Uint32Array<ArrayBuffer>;
  /** Rows of different blocks do not depend on each other; see independentBlocks. */
  blocks?: Int32Array<ArrayBuffer>;
}

/** The name of the artifact in a run. */
export const validationArtifact = 'validationPredictions';
/** The same of the part kept for a test, where there is one. */
export const testArtifact = 'testPredictions';
export const artifactOf = (part: 'validation' | 'test'): string =>
  part === 'test' ? testArtifact : validationArtifact;

/** More validation rows than this are sampled. */
export const mostJudgedRows = 100_000;
/** With very many classes fewer rows, so that the blob stays under 40 MB. */
const mostValues = 10_000_000;

export const judgedRowLimit = (labels: number): number =>
  Math.min(mostJudgedRows, Math.max(1, Math.floor(mostValues / Math.max(1, labels))));

const magic = 0x31505654; // "TVP1"
const header = z.object({
  version: z.literal(1),
  kind: z.string(),
  rows: z.int().min(0).max(mostJudgedRows),
  totalRows: z.int().min(0),
  blocks: z.boolean().optional(),
});

const arrayTypes = { int32: Int32Array, float32: Float32Array, float64: Float64Array };
const align8 = (n: number): number => (n + 7) & ~7;

export function encodeValidation<A extends ValidationPredictions>(judged: A): Uint8Array<ArrayBuffer> {
  const { members, columns } = tasks.get(judged.kind).artifact;
  const own = judged as unknown as Record<string, unknown>;
  const kept = Object.entries(columns).filter(([name]) => own[name] !== undefined);
  const flags = kept.filter(([, { optional }]) => optional).map(([name]) => [name, true]);
  const text = JSON.stringify({
    version: 1,
    kind: judged.kind,
    rows: judged.rows.length,
    totalRows: judged.totalRows,
    ...Object.fromEntries(Object.keys(members).map((name) => [name, own[name]])),
    ...Object.fromEntries(flags),
    blocks: judged.blocks ? true : undefined,
  });
  const head = new TextEncoder().encode(text);
  const arrays = [
    judged.rows,
    ...kept.map(([name]) => own[name] as ColumnArray),
    ...(judged.blocks ? [judged.blocks] : []),
  ];
  const size = arrays.reduce((sum, array) => sum + align8(array.byteLength), align8(8 + head.byteLength));
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, head.byteLength, true);
  bytes.set(head, 8);
  let at = align8(8 + head.byteLength);
  for (const array of arrays) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += align8(array.byteLength);
  }
  return bytes;
}

export function parseValidation(bytes: Uint8Array<ArrayBuffer>): ValidationPredictions {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 8 || view.getUint32(0, true) !== magic) throw corrupt('it begins as something else');
  const headBytes = view.getUint32(4, true);
  const raw = readHeader(bytes.subarray(8, 8 + headBytes));
  const about = parsed(header, raw);
  const { kind, rows: count, totalRows } = about;
  const artifact = tasks.find(kind)?.artifact;
  if (!artifact) throw corrupt(`it is of a task that is not known here: "${kind.slice(0, 80)}"`);
  const { members, flags } = ownHeader(artifact, raw);
  let at = align8(8 + headBytes);
  const take = (byteLength: number): ArrayBuffer => {
    if (at + byteLength > bytes.byteLength) throw corrupt('it is cut short');
    const part = bytes.slice(at, at + byteLength).buffer;
    at += align8(byteLength);
    return part;
  };
  const column = ({ dtype, perRow }: ArtifactColumn): ColumnArray => {
    const type = arrayTypes[dtype];
    return new type(take(count * (perRow?.(members) ?? 1) * type.BYTES_PER_ELEMENT));
  };
  const rows = new Uint32Array(take(count * 4));
  const columns = Object.entries(artifact.columns).flatMap(([name, spec]) =>
    spec.optional && !flags[name] ? [] : [[name, column(spec)] as const],
  );
  const judged = {
    kind,
    totalRows,
    rows,
    ...members,
    ...Object.fromEntries(columns),
    ...(about.blocks && { blocks: new Int32Array(take(count * 4)) }),
  };
  const damage = artifact.damage?.(judged);
  if (damage) throw corrupt(damage);
  return judged;
}

function ownHeader({ members, columns }: Artifact, raw: unknown) {
  const optional = Object.entries(columns).flatMap(([name, column]) => (column.optional ? [name] : []));
  return {
    members: parsed(z.object(members), raw),
    flags: parsed(z.object(Object.fromEntries(optional.map((name) => [name, z.boolean().optional()]))), raw),
  };
}

function readHeader(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (thrown) {
    throw corrupt('its header cannot be read', thrown);
  }
}

function parsed<T>(schema: z.ZodType<T>, raw: unknown): T {
  const { success, data, error } = schema.safeParse(raw);
  if (success) return data;
  throw corrupt('its header cannot be read', error);
}

const corrupt = (why: string, cause?: unknown): TetradError =>
  new TetradError(
    {
      code: 'corrupt',
      message: `The stored validation predictions are damaged: ${why}.`,
      hint: 'Train again to have them anew; the model itself is not touched.',
    },
    { cause },
  );
