/**
 * Occlusion (Zeiler, Fergus 2014) over time and space, or over an image: a patch of the sample is filled with the channel's mean, which
 * tells the model nothing, and the answer is compared with that to the whole. A place gets the mean over all
 * patches that hid it; patches overlap, and the last one ends with the window, so that every place is hidden.
 */
import { z } from 'zod';
import { sizeOf } from '../arch/sizeOf';
import { TetradError } from '../protocol/errors';
import type { ExplainerDef } from './explainerDef';
import { watched } from './watched';

const extent = z.int().min(0).max(100_000).default(0);
const params = z.object({
  times: extent.meta({ label: 'Patch, times', hint: 'Of fields and clips. 0: a quarter of the window.' }),
  edge: extent.meta({
    label: 'Patch, edge in space',
    hint: 'Along x, y and z; of an image in pixels. 0: a quarter of the sample.',
  }),
  timeStride: extent.meta({ label: 'Stride, times', hint: '0: half the patch.' }),
  spaceStride: extent.meta({ label: 'Stride in space', hint: '0: half the patch.' }),
  channels: z.enum(['together', 'each']).default('together').meta({
    label: 'Channels',
    hint: 'together: a patch hides all of them. each: one after the other, a map for each.',
  }),
});
type Params = z.infer<typeof params>;

const mostPatches = 200_000;

export const occlusion: ExplainerDef<Params> = {
  type: 'occlusion',
  title: 'Occlusion',
  summary:
    'Hides one patch of a sample after the other, in time and space, and watches the answer. Where it drops (positive), the model looked; where it rises (negative), something spoke against the answer.',
  of: 'sample',
  needs: 'run',
  kinds: ['spacetime4d', 'images', 'video'],
  values: ['class', 'labels', 'number', 'quantile'],
  params,
  async *explain(model, { sample }, chosen) {
    if (sample?.form !== 'windows' || sample.rows !== 1)
      throw new TetradError({ code: 'internal', message: 'Occlusion takes one window.' });
    const { inputs, batch } = model;
    const own = sample.shape.slice(0, -1);
    const isImage = own.length === 2;
    // An image has one time, an image and a frame of a clip no depth.
    const sides = isImage ? [1, ...own, 1] : own.length === 3 ? [...own, 1] : own;
    const { size, stride } = patchOf(sides, chosen);
    const corners = product(
      sides.map((side, axis) => starts(side, size[axis] as number, stride[axis] as number)),
    );
    const each = chosen.channels === 'each';
    const groups = each ? inputs.map((_, i) => [i]) : [inputs.map((_, i) => i)];
    const asked = corners.length * groups.length;
    if (asked > mostPatches)
      throw new TetradError({
        code: 'badInput',
        message: `The patch would lie in ${asked.toLocaleString('en')} places; at most ${mostPatches.toLocaleString('en')} are tried.`,
        place: 'params',
        hint: 'Choose a larger patch or a wider stride.',
      });

    const whole = await model.run(sample);
    const watch = watched(model, whole);
    const before = watch.read(whole, 0, whole.length);
    const patches = groups.flatMap((channels, part) => corners.map((corner) => ({ corner, channels, part })));
    const drops = new Float64Array(asked);
    const perSample = sample.values.length;
    for (let start = 0; start < asked; start += batch) {
      const some = patches.slice(start, start + batch);
      const values = new Float32Array(some.length * perSample);
      for (const [i, { corner, channels }] of some.entries()) {
        const hidden = values.subarray(i * perSample, (i + 1) * perSample);
        hidden.set(sample.values);
        for (const at of placesOf(sides, corner, size))
          for (const channel of channels) hidden[at * inputs.length + channel] = inputs[channel]?.mean ?? 0;
      }
      const answers = await model.run({ ...sample, rows: some.length, values });
      const width = answers.length / some.length;
      for (let i = 0; i < some.length; i++) drops[start + i] = before - watch.read(answers, i * width, width);
      yield Math.min(1, (start + batch) / asked);
    }

    const places = sizeOf(sides);
    const sums = new Float64Array(places * groups.length);
    const counts = new Uint32Array(places * groups.length);
    for (const [i, { corner, part }] of patches.entries())
      for (const place of placesOf(sides, corner, size)) {
        const at = place * groups.length + part;
        sums[at] = (sums[at] as number) + (drops[i] as number);
        counts[at] = (counts[at] as number) + 1;
      }
    const about = {
      measure: `Drop in the ${watch.name}`,
      baseline: { name: watch.name, value: before },
      parts: each ? inputs.map(({ name }) => name) : ['all channels'],
      values: Float32Array.from(sums, (sum, at) => sum / (counts[at] as number)),
      asked: asked + 1,
    };
    const [times = 1, x = 1, y = 1, z = 1] = sides;
    if (own.length === 3) return { form: 'clip', ...about, shape: [times, x, y, groups.length] };
    return isImage
      ? { form: 'picture', ...about, shape: [x, y, groups.length] }
      : { form: 'volume', ...about, shape: [times, x, y, z, groups.length] };
  },
};

/** Sizes and strides along time, x, y, z: no larger than the window, no gap between patches. */
function patchOf(sides: readonly number[], { times, edge, timeStride, spaceStride }: Params) {
  const size = sides.map((side, axis) => Math.min(side, (axis === 0 ? times : edge) || Math.ceil(side / 4)));
  const stride = size.map((length, axis) =>
    Math.min(length, (axis === 0 ? timeStride : spaceStride) || Math.max(1, Math.floor(length / 2))),
  );
  return { size, stride };
}

function starts(side: number, length: number, stride: number): number[] {
  const begins: number[] = [];
  for (let at = 0; at + length < side; at += stride) begins.push(at);
  return [...begins, side - length];
}

const product = (axes: readonly number[][]): number[][] =>
  axes.reduce<number[][]>((all, axis) => all.flatMap((before) => axis.map((at) => [...before, at])), [[]]);

/** Places of a box in a row-major window, without channels. */
function* placesOf(
  sides: readonly number[],
  corner: readonly number[],
  size: readonly number[],
): Generator<number> {
  const [, sx, sy, sz] = sides as [number, number, number, number];
  const [t0, x0, y0, z0] = corner as [number, number, number, number];
  const [dt, dx, dy, dz] = size as [number, number, number, number];
  for (let t = t0; t < t0 + dt; t++)
    for (let x = x0; x < x0 + dx; x++)
      for (let y = y0; y < y0 + dy; y++) {
        const row = ((t * sx + x) * sy + y) * sz;
        for (let z = z0; z < z0 + dz; z++) yield row + z;
      }
}
