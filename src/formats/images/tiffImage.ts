/** The first page of a TIFF as 8-bit pixels: more bits are scaled, floating point from its smallest to its largest value. */
import type { Pixels } from '#/core/images/pixels';
import { TetradError } from '#/core/protocol/errors';
import { tiff } from '../arrays/tiff';
import { tiffColours } from './tiffColours';

export async function decodeTiff(bytes: Uint8Array<ArrayBuffer>, place: string): Promise<Pixels> {
  const opened = await tiff.open(Object.assign(new Blob([bytes]), { name: place }));
  try {
    const [variable] = opened.variables;
    const unsupported = (message: string) =>
      new TetradError({ code: 'unsupported', message, place, hint: 'Save it as PNG.' });
    if (!variable) throw unsupported('a TIFF without a page');
    const sizes = new Map(variable.dimensions.map(({ name, size }) => [name, size]));
    const [height = 0, width = 0] = [sizes.get('y'), sizes.get('x')];
    const last = variable.dimensions.at(-1);
    const samples = last && last.name !== 'x' && last.name !== 'y' ? last.size : 1;
    const isInner = (name: string, axis: number) =>
      name === 'x' || name === 'y' || (samples > 1 && axis === variable.dimensions.length - 1);
    const values = await opened.read(
      variable.name,
      variable.dimensions.map(() => 0),
      variable.dimensions.map(({ name, size }, axis) => (isInner(name, axis) ? size : 1)),
    );
    const { channels, alpha, isTable, colour } = tiffColours(bytes, samples, place);
    const [low, high] = isTable ? [0, 1] : rangeOf(variable.dtype, values);
    const scale = high > low ? 1 / (high - low) : 0;
    const data = new Uint8Array(width * height * channels);
    let first = 0;
    const sample = (at: number): number => ((values[first + at] as number) - low) * scale;
    for (let i = 0; i < width * height; i++) {
      first = i * samples;
      const share = alpha < 0 ? 1 : Math.max(0, Math.min(1, sample(alpha)));
      for (let c = 0; c < channels; c++) {
        const value = colour(sample, c) * share + 1 - share;
        data[i * channels + c] = Math.round(255 * Math.max(0, Math.min(1, value)));
      }
    }
    return { width, height, channels, data };
  } finally {
    opened.close();
  }
}

function rangeOf(dtype: string, values: Float32Array): [low: number, high: number] {
  const bits = /^u?int(\d+)$/.exec(dtype)?.[1];
  if (dtype.startsWith('uint') && bits !== undefined) return [0, 2 ** Number(bits) - 1];
  if (dtype === 'bool') return [0, 1];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}
