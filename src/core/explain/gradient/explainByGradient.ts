/** From a sample to its explanation by gradients: prepared, attributed, checked, and laid out over what it is of. */
import { z } from 'zod';
import { weightSpecs } from '../../arch/shapes';
import { TetradError } from '../../protocol/errors';
import { permutation as orderOf } from '../../random/random';
import type { Attribution, ExplanationChecks } from '../attribution';
import { columnsOf, textOf } from '../columns';
import type {
  AskedModel,
  AskedNumber,
  DrawnAnew,
  Explained,
  ExplainerDef,
  PreparedModel,
} from '../explainerDef';
import { askedNumber } from './askedNumber';
import type { Attribute, Attributed, GradientWork } from './attribute';
import { laidOut, shownCount } from './laidOut';
import { isUnlearnt, unlearnt, unlearntCorrelation } from './unlearnt';
import { rankCorrelation } from './rankCorrelation';

export const byGradient = {
  of: 'sample',
  needs: 'gradient',
  kinds: ['tabular', 'events', 'images', 'timeseries', 'spacetime4d', 'audio', 'video'],
  values: ['class', 'labels', 'number', 'quantile'],
} as const satisfies Partial<ExplainerDef>;

export const label = z.string().default('').meta({
  label: 'Label',
  hint: 'Whose score is explained. Empty: the one that is answered.',
});
export const seed = z.int().min(0).max(0xffff_ffff).default(42).meta({ label: 'Seed' });
export const checked = z.boolean().default(true).meta({
  label: 'Check it',
  hint: 'Explains again with weights drawn anew, layer by layer, and with other seeds where something is drawn: an explanation that stays the same does not come from what was learnt.',
});
export const channels = z.enum(['together', 'each']).default('together').meta({
  label: 'Channels',
  hint: 'Of images and fields. together: one map, their sum. each: a map for each.',
});

export interface GradientParams {
  label: string;
  seed?: number | undefined;
  checks: boolean;
  channels?: 'together' | 'each' | undefined;
}

export interface GradientMethod {
  title: string;
  attribute: Attribute;
  /** Other seeds find something else. */
  draws: boolean;
  /** What a value is, before "of the score of cat": "Gradient". */
  measure: string;
  signs: { more: string; less: string; how: string };
}

const mostAtOnce = 256;
const backgroundOfTables = 100;
const stages = 4;
const otherSeeds = 2;
const otherSamples = 4;
/** Fewer values than these correlate by chance: more draws are taken. */
const fewValues = 24;

export async function* explainByGradient(
  model: AskedModel,
  { sample, background }: Explained,
  { label: chosen, seed: first = 42, checks: isChecked, channels: laid }: GradientParams,
  method: GradientMethod,
): AsyncGenerator<number, Attribution> {
  const { prepared, arch } = model;
  if (!sample || sample.rows !== 1 || !arch || !prepared?.gradient)
    throw new TetradError({
      code: 'unsupported',
      message: 'This model gives no gradient.',
      hint: 'Explain it by Shapley values, permutation or occlusion, which only ask for answers.',
    });
  const features = prepared.enter(sample);
  const raw = await prepared.raw(features, 1);
  const asked = askedNumber(model, raw, chosen);
  const rows = backgroundOf(prepared, background);
  const isTable = sample.form === 'columns' && !model.isText;
  const around = isTable ? await rows(backgroundOfTables) : undefined;
  const nothing = around ? meanRow(around, features.length) : new Float32Array(features.length);
  const work = (anew?: DrawnAnew, seed = first, of = { features, asked }): GradientWork => {
    const ask: GradientWork['ask'] = async (values, count, at, shares) => {
      const { gradient } = prepared as Required<PreparedModel>;
      return await gradient(values, count, of.asked, {
        ...(anew && { anew }),
        ...(at !== undefined && { at }),
        ...(shares && { shares }),
      });
    };
    return {
      sample: of.features,
      nothing,
      background: rows,
      batch: Math.max(1, Math.min(mostAtOnce, Math.floor(model.batch / 4))),
      seed,
      rough: anew !== undefined,
      ask,
      answer: async (values, count) =>
        anew
          ? (await ask(values, count)).answers
          : sumsOf(await prepared.raw(values, count), count, of.asked),
    };
  };
  const layout = { model, sample, prepared, together: isTable || laid !== 'each' };
  const nodes = [...new Set(weightSpecs(arch).map(({ node }) => node))];
  const runs = checkRuns(nodes, shownCount(features, layout), isChecked, method.draws, first);

  const share = 1 / (1 + runs.length);
  let done = 0;
  async function* run(given: GradientWork): AsyncGenerator<number, Attributed> {
    const attributing = method.attribute(given);
    for (;;) {
      const next = await attributing.next();
      if (next.done) {
        done++;
        return next.value;
      }
      yield Math.min(1, (done + next.value) * share);
    }
  }
  const found = yield* run(work());
  const values = laidOut(found.values, layout);
  const correlations: number[] = [];
  for (const { anew, seed } of runs) {
    const other = yield* run(work(anew, seed));
    correlations.push(rankCorrelation(values, laidOut(other.values, layout)));
    yield Math.min(1, done * share);
  }
  const checks = checksOf(found, values, { isChecked, runs, correlations, layers: nodes.length });
  const last = checks?.anew.at(-1)?.correlation ?? 0;
  if (Math.abs(last) >= unlearntCorrelation) {
    // Whether it is the sample or the method: a few others are looked at.
    const [all, others] = [[last], await rows(otherSamples)];
    for (let i = 0; i < others.rows; i++) {
      const own = others.values.subarray(i * features.length, (i + 1) * features.length);
      const of = { features: own, asked: askedNumber(model, await prepared.raw(own, 1), chosen) };
      const here = laidOut((yield* run(work(undefined, first, of))).values, layout);
      const drawn: number[] = [];
      for (const { anew, seed } of runs.filter((one) => one.anew?.nodes.size === nodes.length))
        drawn.push(rankCorrelation(here, laidOut((yield* run(work(anew, seed, of))).values, layout)));
      all.push(drawn.reduce((sum, one) => sum + one, 0) / drawn.length);
    }
    if (isUnlearnt(all)) throw unlearnt(method.title, all);
  }
  return attributionOf({
    found,
    values,
    layout,
    method,
    name: asked.name,
    compared: found.whole && found.whole.rows > 1 ? found.whole.rows : (around?.rows ?? 1),
    answer: sumsOf(raw, 1, asked)[0] as number,
    checks,
  });
}

/** The number that is asked of each row. */
const sumsOf = (raw: Float32Array, rows: number, { weights, offset }: AskedNumber): Float64Array =>
  Float64Array.from({ length: rows }, (_, row) =>
    weights.reduce((sum, weight, i) => sum + weight * (raw[row * weights.length + i] as number), offset),
  );

interface CheckRun {
  anew?: DrawnAnew;
  seed: number;
}

/** What is explained again: with the last layers drawn anew, more and more of them, then with other seeds. */
function checkRuns(
  nodes: readonly string[],
  values: number,
  isChecked: boolean,
  draws: boolean,
  seed: number,
): CheckRun[] {
  if (!isChecked) return [];
  const times = values < fewValues ? 5 : 1;
  const counts = new Set(
    Array.from({ length: stages }, (_, i) =>
      Math.max(1, Math.round(1 + ((nodes.length - 1) * i) / (stages - 1))),
    ),
  );
  const anew = [...counts].flatMap((count) =>
    Array.from({ length: times }, (_, i) => ({
      anew: { nodes: new Set(nodes.slice(nodes.length - count)), seed: seed + 1 + i },
      seed,
    })),
  );
  const others = draws ? Array.from({ length: otherSeeds }, (_, i) => ({ seed: seed + 1 + i })) : [];
  return [...anew, ...others];
}

function checksOf(
  { whole }: Attributed,
  values: Float64Array,
  told: { isChecked: boolean; runs: readonly CheckRun[]; correlations: readonly number[]; layers: number },
): ExplanationChecks | undefined {
  const { isChecked, runs, correlations, layers } = told;
  if (!isChecked && !whole) return undefined;
  const byCount = new Map<number, number[]>();
  const ofSeeds: number[] = [];
  for (const [i, { anew }] of runs.entries()) {
    const count = anew?.nodes.size;
    if (count === undefined) ofSeeds.push(correlations[i] as number);
    else byCount.set(count, [...(byCount.get(count) ?? []), correlations[i] as number]);
  }
  return {
    ...(whole && {
      added: { sum: values.reduce((sum, value) => sum + value, 0), whole: whole.answer - whole.from },
    }),
    anew: [...byCount].map(([count, all]) => ({
      layers: count,
      correlation: all.reduce((sum, value) => sum + value, 0) / all.length,
    })),
    layers,
    ...(ofSeeds.length > 0 && { seeds: { count: ofSeeds.length, correlation: Math.min(...ofSeeds) } }),
  };
}

const backgroundOf =
  ({ enter }: PreparedModel, background: Explained['background']): GradientWork['background'] =>
  async (most) => {
    const source = await background();
    const places = orderOf(42, 'background', 0, source.rows).slice(0, most).sort();
    const samples = await source.batch(places);
    return { rows: samples.rows, values: enter(samples) };
  };

function meanRow({ rows, values }: { rows: number; values: Float32Array }, size: number): Float32Array {
  const sums = new Float64Array(size);
  for (let i = 0; i < values.length; i++)
    sums[i % size] = (sums[i % size] as number) + (values[i] as number) / rows;
  return Float32Array.from(sums);
}

function attributionOf({
  found,
  values,
  layout: { model, sample, prepared, together },
  method: { measure: word, signs },
  name,
  compared,
  answer,
  checks,
}: {
  found: Attributed;
  values: Float64Array<ArrayBuffer>;
  layout: Parameters<typeof laidOut>[1];
  method: GradientMethod;
  name: string;
  /** Background rows that a row is compared with, or with the mean of. */
  compared: number;
  answer: number;
  checks: ExplanationChecks | undefined;
}): Attribution {
  const names = model.inputs.map((input) => input.name);
  const about = {
    measure: `${word} of the ${name}`,
    baseline: { name, value: answer },
    ...(checks && { checks }),
  };
  const { asked, whole } = found;
  if (model.isText) {
    const [pieces = []] = model.pieces?.(sample) ?? [];
    const words = Array.from(values, (_, i) => ({ before: i === 0 ? '' : ' ', text: pieces[i] ?? '' }));
    return { form: 'words', ...about, values, shape: [values.length], words, asked };
  }
  if (sample.form === 'columns') {
    if (!whole)
      return { form: 'importances', ...about, names, values, shape: [names.length, 1], rows: compared };
    const both = new Float64Array(2 * names.length).fill(Number.NaN);
    for (const [i, value] of values.entries()) both[2 * i] = value;
    return {
      form: 'contributions',
      ...about,
      measure: `${name[0]?.toUpperCase()}${name.slice(1)}`,
      baseline: { name: whole.rows > 1 ? 'Mean answer' : 'Answer to the mean row', value: whole.from },
      names,
      values: both,
      shape: [1, names.length, 2],
      given: givenOf(sample, names),
      answers: [whole.answer],
      rows: compared,
      background: compared,
      coalitions: asked,
      exact: false,
    };
  }
  const sides = prepared.shape.slice(0, -1);
  const shown = together ? ['all channels'] : names;
  const [a = 1, b = 1, c = 1, d = 1] = sides;
  const map = { ...about, values: Float32Array.from(values), asked, signs };
  // What a network sees of it is not how it is given: a sound by its time and frequency.
  if (sample.shape.join() !== prepared.shape.join() && sides.length === 2)
    return { form: 'heard', ...map, shape: [a, b] };
  if (sides.length === 3) return { form: 'clip', ...map, parts: shown, shape: [a, b, c, shown.length] };
  if (sides.length === 1)
    return {
      form: 'course',
      ...map,
      shape: [a, names.length],
      series: names.map((channel, i) => ({
        name: channel,
        values: Array.from({ length: a }, (_, step) => {
          const value = sample.values[step * names.length + i] as number;
          return Number.isFinite(value) ? value : null;
        }),
      })),
    };
  if (sides.length === 2) return { form: 'picture', ...map, parts: shown, shape: [a, b, shown.length] };
  return { form: 'volume', ...map, parts: shown, shape: [a, b, c, d, shown.length] };
}

const givenOf = (sample: Explained['sample'], names: readonly string[]): string[] =>
  sample ? names.map((name) => textOf(columnsOf(sample).get(name), 0)) : [];
