/**
 * What each token of a sample looks at, by layer and head: the shares that the model's own attention gave out on the way
 * to its answer (Vaswani et al. 2017). Tokens are words, patches of an image or stretches of time.
 */
import { z } from 'zod';
import type { ArchNode, ArchSpec } from '../arch/archSpec';
import { inferShapes } from '../arch/shapes';
import { networkOf } from '../bodies/network';
import { attention as layer } from '../layers/attention';
import type { RawSamples } from '../kinds/rawSamples';
import { TetradError } from '../protocol/errors';
import type { AttentionShares } from './attribution';
import type { ExplainerDef } from './explainerDef';
import { watched } from './watched';

const params = z.object({});

/** Shares that are kept at most: a file of 64 MB. */
const mostShares = 2 ** 24;
/** Of a series, so many are drawn beside. */
const mostChannels = 4;

const lookingNodes = ({ nodes }: Pick<ArchSpec, 'nodes'>): ArchNode[] =>
  nodes.filter(({ type, inputs }) => type === layer.type && inputs.length > 0);

export const attention: ExplainerDef<z.infer<typeof params>> = {
  type: 'attention',
  title: 'Attention',
  summary:
    'What each token of a sample looks at, by layer and head, and in all (rollout). It shows where the model took its information from, not that the answer would change without it.',
  of: 'sample',
  needs: 'activations',
  kinds: ['text', 'images', 'timeseries'],
  values: ['class', 'labels', 'number', 'quantile'],
  fits: (version) => lookingNodes(networkOf(version)?.arch ?? { nodes: [] }).length > 0,
  params,
  async *explain(model, { sample }) {
    const { arch, activations } = model;
    if (!sample || sample.rows !== 1 || !arch || !activations)
      throw new TetradError({ code: 'internal', message: 'Attention takes one sample of a network.' });
    const pieces = model.pieces?.(sample)[0];
    if (pieces?.length === 0)
      throw new TetradError({
        code: 'badInput',
        message: 'This text has no token to look at.',
        place: 'sampleIndices',
        hint: 'Choose another sample.',
      });
    const answers = await model.run(sample);
    const watch = watched(model, answers);
    yield 0.5;
    const names = new Map(lookingNodes(arch).map(({ id }) => [`${id}/shares`, id]));
    const seen = await activations(sample, [...names.keys()]);
    // Heads over the same tokens can be laid side by side; of a network of one's own others are left out.
    const [first] = seen.values();
    const alike = [...seen].filter(([, { shape }]) => shape.join() === first?.shape.join());
    const [, heads = 0, all = 0] = first?.shape ?? [];
    const kept = tokensThere(arch, all, pieces?.length);
    const tokens = kept.length;
    const shape: AttentionShares['shape'] = [alike.length, heads, tokens, tokens];
    if (alike.length * heads * tokens ** 2 > mostShares)
      throw new TetradError({
        code: 'badInput',
        message: `${alike.length} layers of ${heads} heads over ${tokens.toLocaleString('en')} tokens are more shares than are kept, ${mostShares.toLocaleString('en')}.`,
        hint: 'Explain a model with larger patches or shorter texts.',
      });
    const values = new Float32Array(alike.length * heads * tokens ** 2);
    for (const [l, [, { values: shares }]] of alike.entries())
      for (let head = 0; head < heads; head++)
        for (const [i, from] of kept.entries())
          for (const [k, to] of kept.entries())
            values[((l * heads + head) * tokens + i) * tokens + k] = shares[
              (head * all + from) * all + to
            ] as number;
    yield 1;
    const grid = pieces ? undefined : gridOf(arch, names.get(alike[0]?.[0] ?? '') ?? '');
    const own = pieces ?? grid?.names ?? [];
    const spare = tokens > own.length;
    return {
      form: 'attention',
      measure: 'Share of attention',
      baseline: { name: watch.name, value: watch.read(answers, 0, answers.length) },
      shape,
      layers: alike.map(([name]) => names.get(name) ?? name),
      tokens: spare ? [...own, ...Array.from({ length: tokens - own.length }, () => '[answer]')] : own,
      ...(spare && { answer: tokens - 1 }),
      ...(grid && { grid: grid.of }),
      ...(grid?.of.count.length === 1 && { series: seriesIn(sample, model.inputs) }),
      values,
    };
  },
};

/** Of texts that are filled up: the tokens of the text, and one of its own that the answer is read from. */
function tokensThere(arch: ArchSpec, all: number, pieces: number | undefined): number[] {
  const places = Array.from({ length: all }, (_, i) => i);
  if (pieces === undefined) return places;
  const length = arch.inputs[0]?.shape[0] ?? 0;
  return places.filter((i) => i < pieces || i >= length);
}

/** How tokens lie over the sample: where their axes come from says what each of them covers. */
function gridOf(arch: ArchSpec, id: string) {
  const shapes = inferShapes(arch);
  const sidesOf = (node: string) => (shapes.get(node) ?? []).slice(0, -1);
  const size = arch.inputs[0]?.shape.slice(0, -1) ?? [];
  const count = sidesOf(arch.nodes.find((node) => node.id === id)?.inputs[0] ?? '');
  const cut = arch.nodes.find((node) => sidesOf(node.id).join() === count.join());
  const isWhole = count.join() === size.join();
  const numbers = (name: string): number[] => {
    const found = cut?.params[name];
    return Array.isArray(found) && !isWhole ? (found as number[]) : [];
  };
  const step = size.map((side, axis) =>
    isWhole ? 1 : (numbers('stride')[axis] ?? Math.ceil(side / (count[axis] ?? 1))),
  );
  const before = size.map((_, axis) => numbers('padBegin')[axis] ?? 0);
  const [rows = 1, columns = 1] = count;
  const names =
    count.length === 1
      ? Array.from({ length: rows }, (_, i) => stretchText(i, step[0] ?? 1, before[0] ?? 0, size[0] ?? 1))
      : Array.from(
          { length: rows * columns },
          (_, i) => `row ${Math.floor(i / columns) + 1}, column ${(i % columns) + 1}`,
        );
  return { names, of: { count, size, step, before } };
}

function stretchText(at: number, step: number, before: number, size: number): string {
  const [first, last] = [Math.max(0, at * step - before), Math.min(size, (at + 1) * step - before) - 1];
  return first === last ? `step ${first + 1}` : `steps ${first + 1} to ${last + 1}`;
}

/** The first channels, to be drawn beside; missing values are null. */
function seriesIn(sample: RawSamples, inputs: readonly { name: string }[]): AttentionShares['series'] {
  if (sample.form !== 'windows') return [];
  const width = sample.shape.at(-1) ?? 1;
  return inputs.slice(0, Math.min(width, mostChannels)).map(({ name }, channel) => ({
    name,
    values: Array.from({ length: sample.shape[0] ?? 0 }, (_, time) => {
      const value = sample.values[time * width + channel] as number;
      return Number.isFinite(value) ? value : null;
    }),
  }));
}
