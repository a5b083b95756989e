/**
 * What a pair says by one of its features alone is moved to that feature's own shape, and what a shape says of all rows to
 * the base: so a shape means what it shows, and the answers stay. Lengerich, Tan, Chang, Hooker and Caruana (2020),
 * Purifying interaction effects.
 */
import { binsOf } from './axis';
import type { AdditiveModel, Term } from './term';

const passes = 20;

/** `alone`: by feature the place of its own shape; `maps`: by pair, of both features, their bins to those of the pair. */
export function purify(
  { base, terms }: AdditiveModel,
  alone: ReadonlyMap<number, number>,
  maps: ReadonlyMap<Term, readonly Uint8Array[]>,
): void {
  const outputs = base.length;
  for (const term of terms) {
    const own = maps.get(term);
    if (!own) continue;
    for (let pass = 0; pass < passes; pass++)
      for (const [side, map] of own.entries()) {
        const shape = terms[alone.get((term.axes[side] as { feature: number }).feature) ?? -1];
        if (shape) moveOut(term, side, map, shape, outputs);
      }
  }
  for (const term of terms) {
    centre(term, base);
    if (term.axes.length === 1) silence(term);
  }
}

/** A value that no training row had counts as the mean of all. */
function silence({ scores, rows }: Term): void {
  for (let i = 0; i < scores.length; i++) if (rows[i % rows.length] === 0) scores[i] = 0;
}

function moveOut(term: Term, side: number, map: Uint8Array, shape: Term, outputs: number): void {
  const [first, second] = term.axes.map(binsOf) as [number, number];
  const bins = side === 0 ? first : second;
  const cells = first * second;
  const others = cells / bins;
  const cellAt = (bin: number, other: number) => (side === 0 ? bin * second + other : other * second + bin);
  for (let output = 0; output < outputs; output++) {
    const means = new Float64Array(bins);
    for (let bin = 0; bin < bins; bin++) {
      let [sum, count] = [0, 0];
      for (let other = 0; other < others; other++) {
        const cell = cellAt(bin, other);
        sum += (term.scores[output * cells + cell] as number) * (term.rows[cell] as number);
        count += term.rows[cell] as number;
      }
      means[bin] = count > 0 ? sum / count : 0;
      for (let other = 0; other < others; other++) {
        const at = output * cells + cellAt(bin, other);
        term.scores[at] = (term.scores[at] as number) - (means[bin] as number);
      }
    }
    const own = shape.scores.length / outputs;
    for (let bin = 0; bin < own; bin++) {
      const at = output * own + bin;
      shape.scores[at] = (shape.scores[at] as number) + (means[map[bin] as number] as number);
    }
  }
}

function centre({ scores, rows }: Term, base: number[]): void {
  const cells = rows.length;
  const all = rows.reduce((sum, count) => sum + count, 0);
  if (all === 0) return;
  for (let output = 0; output < base.length; output++) {
    const own = scores.subarray(output * cells, (output + 1) * cells);
    const mean = own.reduce((sum, score, cell) => sum + score * (rows[cell] as number), 0) / all;
    for (let cell = 0; cell < cells; cell++) own[cell] = (own[cell] as number) - mean;
    base[output] = Math.fround((base[output] as number) + mean);
  }
}
