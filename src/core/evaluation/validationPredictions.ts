/**
 * What a finished run answered on its validation rows, with the weights it kept: the artifact everything on the
 * evaluation page is computed from. One blob: magic, length of a JSON header, the header, then arrays at 8-byte
 * boundaries, little-endian: dataset rows, truth, predictions, and where the header says so errors and blocks.
 * What it answered on the part that the data keep for a test is another artifact of the same form.
 */
import { z } from 'zod';
import type { ChannelSkill } from './forecastSkill';
import { TetradError } from '../protocol/errors';

interface Judged {
  /** Validation rows in all; fewer in `rows` means that a uniform sample was kept. */
  totalRows: number;
  /** Row numbers in the dataset version, from 0, ascending. */
  rows: Uint32Array<ArrayBuffer>;
  /** Of fields: rows of different blocks do not depend on each other; see independentBlocks. */
  blocks?: Int32Array<ArrayBuffer>;
}

export interface ClassPredictions extends Judged {
  kind: 'classification';
  labels: string[];
  /** Index into `labels`. */
  truth: Int32Array<ArrayBuffer>;
  /** Row-major [rows, labels]. */
  probabilities: Float32Array<ArrayBuffer>;
}

export interface NumberPredictions extends Judged {
  kind: 'regression';
  /** In the target's own unit. */
  truth: Float64Array<ArrayBuffer>;
  predicted: Float64Array<ArrayBuffer>;
}

/** Whole fields are not kept: what they came to, by channel and lead time. */
export interface ForecastPredictions extends Judged {
  kind: 'forecast';
  /** Mean squared error of each row, standardised, over the values that are there. Absent in runs of before. */
  errors?: Float64Array<ArrayBuffer>;
  channels: ChannelSkill[];
}

export type RowPredictions = ClassPredictions | NumberPredictions;
export type ValidationPredictions = RowPredictions | ForecastPredictions;

/** The name of the artifact in a run. */
export const validationArtifact = 'validationPredictions';
/** The same of the part kept for a test, where there is one. */
export const testArtifact = 'testPredictions';

/** More validation rows than this are sampled. */
export const mostJudgedRows = 100_000;
/** With very many classes fewer rows, so that the blob stays under 40 MB. */
const mostValues = 10_000_000;

export const judgedRowLimit = (labels: number): number =>
  Math.min(mostJudgedRows, Math.max(1, Math.floor(mostValues / Math.max(1, labels))));

const magic = 0x31505654; // "TVP1"
const scores = z.object({ model: z.number(), persistence: z.number() });
const channelSkill = z.object({
  channel: z.string(),
  unit: z.string().optional(),
  leads: z
    .array(
      z.object({
        lead: z.int(),
        forecasts: z.int(),
        rmse: scores.extend({ climatology: z.number() }),
        correlation: scores,
      }),
    )
    .max(1000),
});
const header = z.object({
  version: z.literal(1),
  kind: z.enum(['classification', 'regression', 'forecast']),
  rows: z.int().min(0).max(mostJudgedRows),
  totalRows: z.int().min(0),
  labels: z.array(z.string()).max(100_000).optional(),
  errors: z.boolean().optional(),
  blocks: z.boolean().optional(),
  channels: z.array(channelSkill).max(1000).optional(),
});

function valuesOf(judged: ValidationPredictions): (Int32Array | Float32Array | Float64Array)[] {
  if (judged.kind === 'forecast') return judged.errors ? [judged.errors] : [];
  return [judged.truth, judged.kind === 'classification' ? judged.probabilities : judged.predicted];
}

const align8 = (n: number): number => (n + 7) & ~7;

export function encodeValidation(judged: ValidationPredictions): Uint8Array<ArrayBuffer> {
  const text = JSON.stringify({
    version: 1,
    kind: judged.kind,
    rows: judged.rows.length,
    totalRows: judged.totalRows,
    labels: judged.kind === 'classification' ? judged.labels : undefined,
    channels: judged.kind === 'forecast' ? judged.channels : undefined,
    errors: judged.kind === 'forecast' && judged.errors ? true : undefined,
    blocks: judged.blocks ? true : undefined,
  } satisfies z.input<typeof header>);
  const head = new TextEncoder().encode(text);
  const arrays = [judged.rows, ...valuesOf(judged), ...(judged.blocks ? [judged.blocks] : [])];
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
  const about = parseHeader(bytes.subarray(8, 8 + headBytes));
  const { kind, rows: count, totalRows, labels, channels } = about;
  let at = align8(8 + headBytes);
  const take = (byteLength: number): ArrayBuffer => {
    if (at + byteLength > bytes.byteLength) throw corrupt('it is cut short');
    const part = bytes.slice(at, at + byteLength).buffer;
    at += align8(byteLength);
    return part;
  };
  const base = { totalRows, rows: new Uint32Array(take(count * 4)) };
  const blocks = () => (about.blocks ? { blocks: new Int32Array(take(count * 4)) } : {});
  if (kind === 'forecast') {
    if (!channels) throw corrupt('it has no channels');
    const errors = about.errors ? { errors: new Float64Array(take(count * 8)) } : {};
    return { kind, ...base, channels, ...errors, ...blocks() };
  }
  if (kind === 'regression') {
    const [truth, predicted] = [new Float64Array(take(count * 8)), new Float64Array(take(count * 8))];
    return { kind, ...base, truth, predicted, ...blocks() };
  }
  if (!labels) throw corrupt('it has no labels');
  const truth = new Int32Array(take(count * 4));
  if (truth.some((label) => label < 0 || label >= labels.length)) throw corrupt('it names an unknown label');
  const probabilities = new Float32Array(take(count * labels.length * 4));
  return { kind, ...base, labels, truth, probabilities, ...blocks() };
}

function parseHeader(bytes: Uint8Array): z.output<typeof header> {
  try {
    return header.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (thrown) {
    throw corrupt('its header cannot be read', thrown);
  }
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
