/** The reference that is stored with a model version: sketches of what it learnt from, as one safetensors file. */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { readSafetensors, type SafetensorsTensor, writeSafetensors } from '../safetensors/safetensors';
import { columnParts, type ColumnPart } from './driftReport';
import type { Points } from './seen/points';
import type { ColumnSketch, Float64 } from './sketch';

export interface DriftReference {
  /** Rows that were learnt from, all of them or a sample. */
  rows: number;
  columns: { part: ColumnPart; sketch: ColumnSketch }[];
  /** What the model sees of some samples; absent of tables and versions of before. */
  seen?: SeenReference;
  /** What the version answered to some samples; absent of versions of before. */
  answers?: AnswersReference;
}

export interface AnswersReference {
  /** Of what answered (core/drift/answeredBy): a version made of this one may answer otherwise. */
  by: number;
  /** To samples that taught the version nothing, or to those that it learnt from. */
  heldBack: boolean;
  sketches: ColumnSketch[];
}

export interface SeenReference {
  /** The node of the network whose output it is; absent: the prepared input. */
  layer?: string;
  /** How many numbers that has of each sample. */
  width: number;
  /** Of samples that taught the version nothing, or of those that it learnt from. */
  heldBack: boolean;
  points: Points;
}

const number = z.number().nullable();
const seenAbout = z.object({ layer: z.string().optional(), width: z.int(), heldBack: z.boolean() });
const about = z.object({
  rows: z.int(),
  seen: seenAbout.optional(),
  answers: z.object({ by: z.number(), heldBack: z.boolean() }).optional(),
  columns: z.array(
    z.object({
      part: z.enum(columnParts),
      name: z.string(),
      count: z.int(),
      missing: z.int(),
      form: z.enum(['number', 'category']),
      date: z.boolean().optional(),
      truth: z.boolean().optional(),
      min: number.optional(),
      max: number.optional(),
      mean: number.optional(),
      std: number.optional(),
      exact: z.boolean().optional(),
      labels: z.array(z.string()).optional(),
      once: z.int().optional(),
      known: z.boolean().optional(),
    }),
  ),
});

const flat = (data: SafetensorsTensor['data']): SafetensorsTensor => ({ shape: [data.length], data });

export function encodeReference({
  rows,
  columns: own,
  seen,
  answers,
}: DriftReference): Uint8Array<ArrayBuffer> {
  const { sketches = [], ...answered } = answers ?? {};
  const columns = [...own, ...sketches.map((sketch) => ({ part: 'prediction' as const, sketch }))];
  const tensors = new Map<string, SafetensorsTensor>();
  const kept = columns.map(({ part, sketch }, i) => {
    if (sketch.form === 'number') {
      const { spread, ...rest } = sketch;
      tensors.set(`${i}/values`, flat(spread.values));
      tensors.set(`${i}/atMost`, flat(spread.atMost));
      return { part, ...rest, exact: spread.exact };
    }
    const { counts, rest, known, ...seen } = sketch;
    tensors.set(`${i}/counts`, flat(counts));
    tensors.set(`${i}/rest`, flat(rest));
    if (known) tensors.set(`${i}/known`, flat(Int32Array.from(known)));
    return { part, ...seen, known: known !== undefined };
  });
  const { points, ...told } = seen ?? {};
  if (points) tensors.set('seen', { shape: [points.rows, points.width], data: points.values });
  // NaN becomes null.
  const text = JSON.stringify({
    rows,
    columns: kept,
    ...(seen && { seen: told }),
    ...(answers && { answers: answered }),
  });
  return writeSafetensors(tensors, new Map([['reference', text]]));
}

function pointsOf(tensor: SafetensorsTensor | undefined): Points {
  const [rows, width] = tensor?.shape ?? [];
  if (rows === undefined || width === undefined || !(tensor?.data instanceof Float32Array))
    throw new Error('what was seen is missing');
  return { rows, width, values: tensor.data };
}

export function parseReference(bytes: Uint8Array): DriftReference {
  try {
    const { tensors, metadata } = readSafetensors(bytes);
    const { rows, columns, seen, answers } = about.parse(JSON.parse(metadata.get('reference') ?? ''));
    const floats = (name: string): Float64 => {
      const data = tensors.get(name)?.data;
      if (data instanceof Float64Array) return data;
      throw new Error(`${name} is missing`);
    };
    const points = seen && pointsOf(tensors.get('seen'));
    const all = columns.map(
      (
        { part, form, labels = [], once = 0, known, exact, min, max, mean, std, ...seen },
        i,
      ): DriftReference['columns'][number] => {
        if (form === 'category') {
          const hashes = known ? tensors.get(`${i}/known`)?.data : undefined;
          const met = hashes instanceof Int32Array ? new Set(hashes) : undefined;
          const counts = floats(`${i}/counts`);
          if (counts.length !== labels.length) throw new Error('labels and counts differ');
          const { date: _date, truth: _truth, ...own } = seen;
          return {
            part,
            sketch: {
              form,
              ...own,
              labels,
              counts,
              once,
              rest: floats(`${i}/rest`),
              ...(met && { known: met }),
            },
          };
        }
        const spread = {
          values: floats(`${i}/values`),
          atMost: floats(`${i}/atMost`),
          exact: exact === true,
        };
        if (spread.values.length !== spread.atMost.length) throw new Error('values and ranks differ');
        const figures = {
          min: min ?? Number.NaN,
          max: max ?? Number.NaN,
          mean: mean ?? Number.NaN,
          std: std ?? 0,
        };
        return { part, sketch: { form, ...seen, ...figures, spread } };
      },
    );
    const sketches = all.flatMap(({ part, sketch }) => (part === 'prediction' ? [sketch] : []));
    return {
      rows,
      columns: all.filter(({ part }) => part !== 'prediction'),
      ...(seen && points && { seen: { ...seen, points } }),
      ...(answers && { answers: { ...answers, sketches } }),
    };
  } catch (cause) {
    throw new TetradError(
      {
        code: 'corrupt',
        message: 'What the version keeps of its training rows cannot be read.',
        hint: 'Train the version again.',
      },
      { cause },
    );
  }
}
