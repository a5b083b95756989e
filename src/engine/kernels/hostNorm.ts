/** Normalisation of groups of channels where tensors lie in host memory: sums in float64, the same in whatever order. */
import type { NormAttrs } from '#/core/layers/normOp';

/** Of each row and group: mean, and the reciprocal of the spread. */
interface Spread {
  mean: Float64Array;
  scale: Float64Array;
}

type Sizes = Pick<NormAttrs, 'groups' | 'places'> & { rows: number; channels: number };

const sizesOf = ({ groups, places }: NormAttrs, x: Float32Array, channels: number): Sizes => ({
  groups,
  places,
  channels,
  rows: x.length / (places * channels),
});

function spreadOf(x: Float32Array, { rows, places, channels, groups }: Sizes, epsilon: number): Spread {
  const each = channels / groups;
  const count = places * each;
  const [mean, scale] = [new Float64Array(rows * groups), new Float64Array(rows * groups)];
  const [sums, squares, origin] = [channels, channels, channels].map((n) => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let row = 0, i = 0; row < rows; row++) {
    sums.fill(0);
    squares.fill(0);
    // Sums from the first value of the group on: what all have in common does not swallow how they differ.
    for (let c = 0; c < channels; c++) origin[c] = x[i + c - (c % each)]!;
    for (let place = 0; place < places; place++)
      for (let c = 0; c < channels; c++, i++) {
        const value = x[i]! - origin[c]!;
        sums[c]! += value;
        squares[c]! += value * value;
      }
    for (let group = 0; group < groups; group++) {
      let [sum, square] = [0, 0];
      for (let c = group * each; c < (group + 1) * each; c++) {
        sum += sums[c]!;
        square += squares[c]!;
      }
      const from = sum / count;
      mean[row * groups + group] = origin[group * each]! + from;
      scale[row * groups + group] = 1 / Math.sqrt(Math.max(0, square / count - from * from) + epsilon);
    }
  }
  return { mean, scale };
}

/** y like x, [rows, places, channels]. */
export function hostNorm(
  attrs: NormAttrs,
  { x, gamma, beta }: Record<'x' | 'gamma' | 'beta', Float32Array>,
  y: Float32Array,
): void {
  const sizes = sizesOf(attrs, x, gamma.length);
  const { rows, places, channels, groups } = sizes;
  const each = channels / groups;
  const { mean, scale } = spreadOf(x, sizes, attrs.epsilon);
  const [factor, shift] = [new Float64Array(channels), new Float64Array(channels)];
  for (let row = 0, i = 0; row < rows; row++) {
    for (let c = 0; c < channels; c++) {
      const group = row * groups + Math.floor(c / each);
      factor[c] = scale[group]! * gamma[c]!;
      shift[c] = beta[c]! - mean[group]! * factor[c]!;
    }
    for (let place = 0; place < places; place++)
      for (let c = 0; c < channels; c++, i++) y[i] = x[i]! * factor[c]! + shift[c]!;
  }
}

/** Fills dx like x, dGamma and dBeta [channels]. */
export function hostNormBackward(
  attrs: NormAttrs,
  { x, gamma, dy }: Record<'x' | 'gamma' | 'dy', Float32Array>,
  { dx, dGamma, dBeta }: Record<'dx' | 'dGamma' | 'dBeta', Float32Array>,
): void {
  const sizes = sizesOf(attrs, x, gamma.length);
  const { rows, places, channels, groups } = sizes;
  const each = channels / groups;
  const count = places * each;
  const { mean, scale } = spreadOf(x, sizes, attrs.epsilon);
  const made = () => new Float64Array(channels);
  const [gammaSums, betaSums, given, along] = [made(), made(), made(), made()];
  const [centre, factor, byValue, constant] = [made(), made(), made(), made()];
  for (let row = 0, start = 0; row < rows; row++, start += places * channels) {
    given.fill(0);
    along.fill(0);
    for (let c = 0; c < channels; c++) centre[c] = mean[row * groups + Math.floor(c / each)]!;
    for (let place = 0, i = start; place < places; place++)
      for (let c = 0; c < channels; c++, i++) {
        given[c]! += dy[i]!;
        along[c]! += dy[i]! * (x[i]! - centre[c]!);
      }
    for (let group = 0; group < groups; group++) {
      const root = scale[row * groups + group]!;
      let [sum, product] = [0, 0];
      for (let c = group * each; c < (group + 1) * each; c++) {
        sum += given[c]! * gamma[c]!;
        product += along[c]! * gamma[c]!;
        gammaSums[c]! += along[c]! * root;
        betaSums[c]! += given[c]!;
      }
      for (let c = group * each; c < (group + 1) * each; c++) {
        factor[c] = root * gamma[c]!;
        byValue[c] = (-root * root * root * product) / count;
        constant[c] = (-root * sum) / count - byValue[c]! * centre[c]!;
      }
    }
    for (let place = 0, i = start; place < places; place++)
      for (let c = 0; c < channels; c++, i++)
        dx[i] = dy[i]! * factor[c]! + x[i]! * byValue[c]! + constant[c]!;
  }
  dGamma.set(gammaSums);
  dBeta.set(betaSums);
}
