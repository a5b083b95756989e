/** Changes by hand of what an additive model says: of some neighbouring bins of a shape, or of a whole term. */
import { TetradError } from '../protocol/errors';
import { changed, type ShapeChange } from './changed';
import { type AdditiveModel, cellsOf } from './term';

export interface ShapeEdit {
  /** By its place in the model. */
  term: number;
  /** The output, of several; absent: each. */
  output?: number;
  /** The first and the last bin; absent: all. */
  bins?: [number, number];
  /** What they say at last, in the unit of the answer: a value, or so much more; their mean by rows, a line between the ends, nothing. */
  change: ShapeChange;
}

/** Another model; the one that is given stays. `unit`: of the answer, in what tables say. */
export function editShapes(model: AdditiveModel, edits: readonly ShapeEdit[], unit = 1): AdditiveModel {
  const terms = model.terms.map((term) => ({ ...term, scores: term.scores.slice() }));
  for (const [at, { term: place, output, bins, change }] of edits.entries()) {
    const refuse = (what: string, message: string, hint: string): never => {
      throw new TetradError({ code: 'badInput', message, place: `edits.${at}.${what}`, hint });
    };
    const term =
      terms[place] ?? refuse('term', `There is no term ${place}.`, `They are 0 to ${terms.length - 1}.`);
    const cells = cellsOf(term);
    const outputs = model.base.length;
    if (output !== undefined && output >= outputs)
      refuse('output', `There is no output ${output}.`, `They are 0 to ${outputs - 1}.`);
    if (bins && term.axes.length > 1)
      refuse('bins', 'Of a pair only the whole can be changed.', 'Leave “bins” out.');
    const [from, to] = bins ?? [0, cells - 1];
    if (from > to || to >= cells)
      refuse(
        'bins',
        `There are no bins ${from} to ${to}.`,
        `They are 0 to ${cells - 1}, the first not behind the last.`,
      );
    const own: ShapeChange =
      'to' in change ? { to: change.to / unit } : 'by' in change ? { by: change.by / unit } : change;
    for (let i = 0; i < outputs; i++) {
      if (output !== undefined && output !== i) continue;
      const range = term.scores.subarray(i * cells + from, i * cells + to + 1);
      range.set(changed(range, term.rows.subarray(from, to + 1), own));
    }
  }
  return { ...model, base: [...model.base], terms };
}
