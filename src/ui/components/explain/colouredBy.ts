/** The column whose values go best with the contributions of another: what a plot of that one is coloured by. */
import type { Contributions } from '#/core/explain/attribution';
import { contributionAt, placeAt } from './contributionsPlot';

const parts = 8;

/** Within parts of rows alike in the column itself, how far contributions go with the other's value; both as correlation. */
export function colouredBy(
  found: Contributions,
  column: number,
  rows: readonly number[],
): number | undefined {
  const order = rows.toSorted((a, b) => placeAt(found, a, column) - placeAt(found, b, column));
  const size = Math.ceil(order.length / parts);
  let [best, most] = [undefined as number | undefined, 0];
  for (let other = 0; other < found.names.length; other++) {
    if (other === column) continue;
    let sum = 0;
    for (let from = 0; from < order.length; from += size) {
      const part = order.slice(from, from + size);
      sum += Math.abs(
        correlation(
          part.map((row) => placeAt(found, row, other)),
          part.map((row) => contributionAt(found, row, column)),
        ),
      );
    }
    if (sum > most) [best, most] = [other, sum];
  }
  return best;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const known = a.map((_, i) => i).filter((i) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]));
  if (known.length < 3) return 0;
  const mean = (values: readonly number[]) =>
    known.reduce((sum, i) => sum + (values[i] as number), 0) / known.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (const i of known) {
    const [x, y] = [(a[i] as number) - ma, (b[i] as number) - mb];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}
