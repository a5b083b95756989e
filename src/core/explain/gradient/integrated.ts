/**
 * Integrated gradients (Sundararajan, Taly, Yan 2017): the gradient is summed along the straight way from a sample that
 * says nothing to the sample, times how far each value goes; the sums add up to the difference of the answers. Midpoints
 * of equal stretches; where a stretch does not add up by itself, as its ends are known, it is halved.
 */
import type { Attribute } from './attribute';
import { rowsOf } from './attribute';

/** Of the whole difference, that the stretches may miss it by. */
const allowed = 1e-4;
/** As many questions, at most, for each stretch of the beginning. */
const mostTimes = 16;

interface Stretch {
  from: number;
  to: number;
  before: number;
  after: number;
}

export const integratedAttribute = (steps: number): Attribute =>
  async function* ({ sample, nothing, ask, batch, rough }) {
    const size = sample.length;
    const at = (places: readonly number[]) =>
      rowsOf(places.length, size, (row, i) => {
        const share = places[i] as number;
        for (let k = 0; k < size; k++)
          row[k] = (nothing[k] as number) + share * ((sample[k] as number) - (nothing[k] as number));
      });
    const values = new Float64Array(size);
    const ends = new Float64Array(steps + 1);
    let asked = 0;
    const some = Array.from({ length: steps + 1 }, (_, i) => i / steps);
    for (let start = 0; start < some.length; start += batch) {
      const places = some.slice(start, start + batch);
      const { answers } = await ask(at(places), places.length);
      ends.set(answers, start);
      asked += places.length;
      yield (0.4 * asked) / (2 * steps + 1);
    }
    const [from, answer] = [ends[0] as number, ends[steps] as number];
    const bearable = (allowed * Math.max(Math.abs(answer - from), 1e-9)) / steps;
    const most = rough ? asked : mostTimes * steps;
    let open: Stretch[] = Array.from({ length: steps }, (_, i) => ({
      from: i / steps,
      to: (i + 1) / steps,
      before: ends[i] as number,
      after: ends[i + 1] as number,
    }));
    for (let wave = 0; open.length > 0; wave++) {
      const halves: Stretch[] = [];
      for (let start = 0; start < open.length; start += batch) {
        const part = open.slice(start, start + batch);
        const middles = part.map((stretch) => (stretch.from + stretch.to) / 2);
        const { answers, gradient } = await ask(at(middles), part.length);
        asked += part.length;
        for (const [i, stretch] of part.entries()) {
          const width = stretch.to - stretch.from;
          let sum = 0;
          for (let k = 0; k < size; k++)
            sum += (gradient[i * size + k] as number) * ((sample[k] as number) - (nothing[k] as number));
          const misses = Math.abs(stretch.after - stretch.before - width * sum) > bearable;
          if (misses && asked + 2 * halves.length < most) {
            const [middle, known] = [middles[i] as number, answers[i] as number];
            halves.push(
              { ...stretch, to: middle, after: known },
              { ...stretch, from: middle, before: known },
            );
            continue;
          }
          for (let k = 0; k < size; k++)
            values[k] =
              (values[k] as number) +
              width * (gradient[i * size + k] as number) * ((sample[k] as number) - (nothing[k] as number));
        }
        yield Math.min(1, 0.4 + 0.6 * (1 - 0.5 ** (wave + (start + part.length) / open.length)));
      }
      open = halves;
    }
    return { values, asked, whole: { answer, from, rows: 1 } };
  };
