/**
 * Integrated gradients (Sundararajan, Taly, Yan 2017): the gradient is summed along the straight way from a sample that
 * says nothing to the sample, times how far each value goes; the sums add up to the difference of the answers. The way is
 * cut where answers bend, which answers alone tell in a part of the time of gradients: near nothing at all a network that
 * normalises bends most. Each stretch is summed by two points (Gauss, Legendre); of small samples those that miss what
 * they should come to are halved until all add up.
 */
import type { Attribute } from './attribute';
import { rowsOf } from './attribute';

/** Stretches of the beginning. */
const fewest = 8;
/** Values of a sample from which on its stretches are not kept. */
const largeSample = 4_096;
/** Of the whole difference, that the sums may miss it by. */
const allowed = 1e-4;
/** Questions, at most, for each step. */
const mostTimes = 48;
/** Of the largest: those that come near it are halved together. */
const nearWorst = 0.3;
/** Of the whole difference: less is no bend. */
const straight = 1e-7;
/** Of a stretch, from its middle. */
const legendre = 1 / Math.sqrt(12);

interface Stretch {
  from: number;
  to: number;
  before: number;
  middle: number;
  after: number;
}

/** Looked at: by value of the sample, what it says. */
interface Looked extends Stretch {
  says: Float64Array;
}

/** `steps`: stretches; of small samples more, until they add up. */
export const integratedAttribute = (steps: number): Attribute =>
  async function* ({ sample, nothing, ask, answer, batch, rough }) {
    const size = sample.length;
    const way = sample.map((value, k) => value - (nothing[k] as number));
    const at = (places: readonly number[]) =>
      rowsOf(places.length, size, (row, i) => {
        for (let k = 0; k < size; k++)
          row[k] = (nothing[k] as number) + (places[i] as number) * (way[k] as number);
      });
    let asked = 0;
    const answers = async (places: readonly number[]): Promise<number[]> => {
      const found: number[] = [];
      for (let start = 0; start < places.length; start += batch) {
        const some = places.slice(start, start + batch);
        found.push(...(await answer(at(some), some.length)));
      }
      asked += places.length;
      return found;
    };

    const count = Math.min(steps, fewest);
    const said = await answers(Array.from({ length: 2 * count + 1 }, (_, i) => i / (2 * count)));
    const [from, whole] = [said[0] as number, said[2 * count] as number];
    let stretches = Array.from({ length: count }, (_, i): Stretch => {
      const [before, middle, after] = said.slice(2 * i, 2 * i + 3) as [number, number, number];
      return { from: i / count, to: (i + 1) / count, before, middle, after };
    });
    const halvesOf = async (some: readonly Stretch[]): Promise<Stretch[]> => {
      const middles = await answers(
        some.flatMap(({ from: first, to }) => [0.25, 0.75].map((share) => first + share * (to - first))),
      );
      return some.flatMap(({ from: first, to, before, middle, after }, i): Stretch[] => [
        { from: first, to: (first + to) / 2, before, middle: middles[2 * i] as number, after: middle },
        { from: (first + to) / 2, to, before: middle, middle: middles[2 * i + 1] as number, after },
      ]);
    };
    const most = rough ? Math.min(steps, 2 * fewest) : steps;
    while (stretches.length < most) {
      yield (0.3 * stretches.length) / most;
      const bent = largest(stretches, bendOf, most - stretches.length, straight * Math.abs(whole - from));
      if (bent.length === 0) break;
      const gone = new Set(bent);
      const halves = await halvesOf(bent);
      stretches = [...stretches.filter((one) => !gone.has(one)), ...halves];
    }

    /** What stretches say; of large samples it is added up at once, for all of them would not fit. */
    const values = new Float64Array(size);
    const isSmall = size < largeSample && !rough;
    async function* look(some: readonly Stretch[]): AsyncGenerator<number, Looked[]> {
      const points = some.flatMap(({ from: first, to }) =>
        [0.5 - legendre, 0.5 + legendre].map((share) => first + share * (to - first)),
      );
      const looked = some.map((one): Looked => ({ ...one, says: isSmall ? new Float64Array(size) : values }));
      for (let start = 0; start < points.length; start += batch) {
        const part = points.slice(start, start + batch);
        const { gradient } = await ask(at(part), part.length);
        for (let i = 0; i < part.length; i++) {
          const { says, from: first, to } = looked[(start + i) >> 1] as Looked;
          const weight = (to - first) / 2;
          for (let k = 0; k < size; k++)
            says[k] = (says[k] as number) + weight * (gradient[i * size + k] as number) * (way[k] as number);
        }
        yield (start + part.length) / points.length;
      }
      asked += points.length;
      return looked;
    }
    const looking = look(stretches);
    let next = await looking.next();
    for (; !next.done; next = await looking.next()) yield 0.3 + 0.6 * next.value;
    if (isSmall) {
      let known = next.value;
      const bearable = allowed * Math.max(Math.abs(whole - from), 1e-9);
      while (
        asked < mostTimes * steps &&
        Math.abs(known.reduce((sum, one) => sum + missOf(one), 0)) > bearable
      ) {
        const worst = largest(known, missOf, Number.POSITIVE_INFINITY, 0);
        const halves = await halvesOf(worst);
        const again = look(halves);
        let found = await again.next();
        while (!found.done) found = await again.next();
        const gone = new Set(worst);
        known = [...known.filter((one) => !gone.has(one)), ...found.value];
        yield 0.9 + (0.1 * Math.min(asked, mostTimes * steps)) / (mostTimes * steps);
      }
      for (const { says } of known)
        for (let k = 0; k < size; k++) values[k] = (values[k] as number) + (says[k] as number);
    }
    yield 1;
    return { values, asked, whole: { answer: whole, from, rows: 1 } };
  };

const bendOf = ({ before, middle, after }: Stretch): number => before - 2 * middle + after;
const missOf = ({ before, after, says }: Looked): number =>
  after - before - says.reduce((sum, value) => sum + value, 0);

/** Those that come near the one of which the most is, at most so many. */
function largest<S>(all: readonly S[], of: (one: S) => number, most: number, least: number): S[] {
  const sized = all.map((one) => ({ one, size: Math.abs(of(one)) }));
  const worst = Math.max(...sized.map(({ size }) => size));
  return sized
    .filter(({ size }) => size > least && size >= nearWorst * worst)
    .sort((a, b) => b.size - a.size)
    .slice(0, most)
    .map(({ one }) => one);
}
