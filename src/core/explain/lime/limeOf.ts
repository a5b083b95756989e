/** LIME of any sample: it is changed many times, the model asked, and a linear model fitted to what it says near by. */
import type { Values } from '../../transforms/transformDef';
import { takeRows } from '../../transforms/valueRows';
import type { RawSamples, WindowSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import { permutation as orderOf } from '../../random/random';
import type { Attribution } from '../attribution';
import { columnsOf, textOf } from '../columns';
import type { AskedModel, Explained } from '../explainerDef';
import { rankCorrelation } from '../gradient/rankCorrelation';
import { watched } from '../watched';
import { changedRows } from './changedRows';
import { hiddenParts } from './hiddenParts';
import { type LocalFit, localFit } from './localFit';
import { partsOf } from './partsOf';
import { wordsOf } from './wordsOf';

export interface LimeSettings {
  samples: number;
  parts: number;
  seed: number;
}

interface Changes {
  features: Float64Array;
  nearness: Float64Array;
  /** So many of the changed samples, from `from` on. */
  take(from: number, count: number): RawSamples;
}

const backgroundRows = 500;
const leastFit = 0.5;
/** Of more a linear model fits whatever it is given. */
const mostColumns = 1_000;

export async function* limeOf(
  model: AskedModel,
  { sample, background }: Explained,
  settings: LimeSettings,
): AsyncGenerator<number, Attribution> {
  if (!sample || sample.rows !== 1)
    throw new TetradError({ code: 'internal', message: 'LIME takes one sample.' });
  const own = await model.run(sample);
  const watch = watched(model, own);
  const before = watch.read(own, 0, own.length);
  const laid = await layout(model, sample, background, settings);
  const fits: LocalFit[] = [];
  for (const [turn, seed] of [settings.seed, settings.seed + 1].entries()) {
    const { features, nearness, take } = laid.change(seed);
    const count = nearness.length;
    const answers = new Float64Array(count);
    for (let from = 0; from < count; from += model.batch) {
      const some = Math.min(model.batch, count - from);
      const said = await model.run(take(from, some));
      const width = said.length / some;
      for (let i = 0; i < some; i++) answers[from + i] = watch.read(said, i * width, width);
      yield (turn + (from + some) / count) / 2;
    }
    fits.push(localFit(features, answers, nearness));
  }
  const [fit, other] = fits as [LocalFit, LocalFit];
  const share = Math.max(0, fit.r2);
  return laid.found(fit.weights, {
    measure: `${laid.measure} of the ${watch.name}`,
    baseline: { name: watch.name, value: before },
    notes: [
      `A linear model of ${settings.samples} changed samples follows ${(100 * share).toFixed(0)} % of how the answer varies near this one (R², weighed by nearness).${share < leastFit ? ' That is little: the model is not nearly linear here, so do not rely on it.' : ''}`,
    ],
    checks: {
      anew: [],
      layers: 0,
      seeds: { count: 1, correlation: rankCorrelation(fit.weights, other.weights) },
    },
  });
}

type About = Pick<Attribution, 'measure' | 'baseline' | 'notes' | 'checks'>;
interface Layout {
  measure: string;
  change(seed: number): Changes;
  found(weights: Float64Array, about: About): Attribution;
}

async function layout(
  model: AskedModel,
  sample: RawSamples,
  background: Explained['background'],
  settings: LimeSettings,
): Promise<Layout> {
  if (sample.form === 'windows') return ofWindow(model, sample, settings);
  const text = wordsOf(sample, model);
  if (text) return ofText(text, settings);
  const names = model.inputs.map(({ name }) => name);
  if (names.length > mostColumns)
    throw new TetradError({
      code: 'badInput',
      message: `The model takes ${names.length} columns; a linear model near one row is fitted for ${mostColumns} at most.`,
      place: 'method',
      hint: 'Use permutation importance, of networks integrated gradients, or train with fewer columns.',
    });
  const source = await background();
  const drawn = orderOf(42, 'background', 0, source.rows).slice(0, backgroundRows).sort();
  const [given, around] = [columnsOf(sample), columnsOf(await source.batch(drawn))];
  return {
    measure: 'Weight',
    change(seed) {
      const { columns, features, nearness } = changedRows(names, given, around, settings.samples, seed);
      const take = (from: number, count: number): RawSamples => ({
        form: 'columns',
        rows: count,
        columns: new Map(
          [...columns].map(([name, values]): [string, Values] => [
            name,
            takeRows(
              values,
              Array.from({ length: count }, (_, i) => from + i),
            ),
          ]),
        ),
      });
      return { features, nearness, take };
    },
    found: (weights, { notes = [], ...about }) => ({
      form: 'importances',
      ...about,
      names: [...names],
      shape: [names.length, 1],
      values: Float64Array.from(weights),
      rows: drawn.length,
      notes: [...notes, unitNote(names, given)],
    }),
  };
}

/** What a weight is of. */
function unitNote(names: readonly string[], given: ReadonlyMap<string, Values>): string {
  const texts = names.filter((name) => given.get(name)?.kind === 'string');
  const some = texts.slice(0, 10).map((name) => `${name} = ${textOf(given.get(name), 0) || 'missing'}`);
  return [
    texts.length < names.length && 'Of a number: what one standard deviation more adds.',
    some.length > 0 && `Of a text (${some.join(', ')}): what it adds beside texts of other rows.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function ofText(
  { name, words, without }: NonNullable<ReturnType<typeof wordsOf>>,
  { samples }: LimeSettings,
): Layout {
  const count = words.length;
  return {
    measure: 'Weight',
    change(seed) {
      const { kept, nearness } = hiddenParts(count, samples, seed);
      const take = (from: number, some: number): RawSamples => ({
        form: 'columns',
        rows: some,
        columns: new Map<string, Values>([
          [
            name,
            {
              kind: 'string',
              data: Array.from({ length: some }, (_, i) =>
                without((word) => kept[(from + i) * count + word] === 1),
              ),
            },
          ],
        ]),
      });
      return { features: kept, nearness, take };
    },
    found: (weights, about) => ({
      form: 'words',
      ...about,
      values: Float64Array.from(weights),
      shape: [count],
      words: words.map(({ before, text }) => ({ before, text })),
      asked: 2 * samples,
    }),
  };
}

function ofWindow(model: AskedModel, sample: WindowSamples, { samples, parts: most }: LimeSettings): Layout {
  // A sound is given as one row of samples: one channel.
  const shape = sample.shape.length === 1 ? [...sample.shape, 1] : sample.shape;
  const parts = partsOf({ shape, values: sample.values }, most);
  const size = sample.values.length;
  const channels = model.inputs.length;
  return {
    measure: 'Weight',
    change(seed) {
      const { kept, nearness } = hiddenParts(parts.count, samples, seed);
      const take = (from: number, some: number): RawSamples => {
        const values = new Float32Array(some * size);
        for (let i = 0; i < some; i++)
          for (let at = 0; at < size; at++)
            values[i * size + at] =
              kept[(from + i) * parts.count + (parts.of[at] as number)] === 1
                ? (sample.values[at] as number)
                : (model.inputs[at % channels]?.mean ?? 0);
        return { ...sample, rows: some, values };
      };
      return { features: kept, nearness, take };
    },
    found(weights, about) {
      const signs = {
        more: 'speaks for the answer',
        less: 'speaks against it',
        how: `What each of ${parts.count} parts adds when it is not filled with the mean, in a linear model of answers to samples with parts filled.`,
      };
      const sides = shape.slice(0, -1);
      const each = (part: number) => weights[part] as number;
      const map = { ...about, asked: 2 * samples + 1, signs };
      if (sides.length === 1)
        return {
          form: 'course',
          ...map,
          values: Float32Array.from(parts.of, each),
          shape: [sides[0] ?? 1, channels],
          series: model.inputs.map(({ name }, i) => ({
            name,
            values: Array.from({ length: sides[0] ?? 1 }, (_, step) => {
              const value = sample.values[step * channels + i] as number;
              return Number.isFinite(value) ? value : null;
            }),
          })),
        };
      const places = Float32Array.from({ length: size / channels }, (_, i) =>
        each(parts.of[i * channels] as number),
      );
      const [a = 1, b = 1, c = 1, d = 1] = sides;
      const shown = { ...map, values: places, parts: ['all channels'] };
      if (sides.length === 3) return { form: 'clip', ...shown, shape: [a, b, c, 1] };
      return sides.length === 2
        ? { form: 'picture', ...shown, shape: [a, b, 1] }
        : { form: 'volume', ...shown, shape: [a, b, c, d, 1] };
    },
  };
}
