import { permutation } from '../../random/random';
import { keepingConstraints, paramsFrom } from '../drawParams';
import type { SamplerDef } from './samplerDef';

/** Digits of `index` in the base, mirrored at the point; each digit through `order`. */
export function radicalInverse(index: number, base: number, order?: ArrayLike<number>): number {
  let [value, scale] = [0, 1 / base];
  // Zeros are digits too once they are permuted: as many as double precision sees.
  for (let left = index; left > 0 || (order && scale > 1e-12); left = Math.floor(left / base)) {
    const digit = left % base;
    value += (order ? (order[digit] as number) : digit) * scale;
    scale /= base;
  }
  return Math.min(value, 1 - 2 ** -53);
}

const primes: number[] = [2];
export function nthPrime(n: number): number {
  for (let next = (primes.at(-1) as number) + 1; primes.length <= n; next++)
    if (primes.every((prime) => next % prime !== 0)) primes.push(next);
  return primes[n] as number;
}

export const halton: SamplerDef = {
  type: 'quasiRandom',
  title: 'Quasi-random (Halton)',
  summary: 'Spread more evenly than at random: no large gaps, no repeats. Good for a first look at a space.',
  source: 'Halton 1960; digits permuted as Faure and Lemieux 2009, Generalized Halton sequences',
  ask: ({ space, seed, number }) =>
    keepingConstraints(space, (attempt) =>
      paramsFrom(space, (_, index) => {
        const base = nthPrime(index);
        // Points that break a constraint are left out: the others come from further on.
        const at = number + 1 + attempt * 100_003;
        return radicalInverse(at, base, permutation(seed, `sweep/halton/${index}`, 0, base));
      }),
    ),
};
