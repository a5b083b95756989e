/** Whether a network can be cut and frozen as it was asked, and what else is possible. */
import { TetradError } from '../../protocol/errors';
import type { ArchSpec } from '../archSpec';
import { cutPoints, gatesOf } from './cutArch';

export interface Cut {
  /** The last node that is kept. */
  cut: string;
  /** It stands still up to here; absent: all of it learns. */
  freeze?: string;
}

/** badInput where it cannot. */
export function requireCut(arch: ArchSpec, { cut: wanted, freeze }: Partial<Cut>, mayBeBare = false): Cut {
  const { points, standard } = cutPoints(arch, mayBeBare);
  const cut = wanted ?? standard;
  const bad = (message: string, place: string, names: readonly string[]) =>
    new TetradError({
      code: 'badInput',
      message,
      place,
      hint: `Choose one of: ${names.slice(-12).join(', ')}.`,
    });
  const ids = points.map(({ id }) => id);
  if (!ids.includes(cut))
    throw bad(
      arch.nodes.some(({ id }) => id === cut)
        ? `"${cut}" belongs to the answer, which is what is made anew.`
        : `The network has no layer "${cut}".`,
      'cut',
      ids,
    );
  if (freeze === undefined) return { cut };
  const gates = gatesOf(arch, cut);
  if (gates.includes(freeze)) return { cut, freeze };
  throw bad(
    !arch.nodes.some(({ id }) => id === freeze)
      ? `The network has no layer "${freeze}".`
      : ids.indexOf(freeze) > ids.indexOf(cut) || !ids.includes(freeze)
        ? `"${freeze}" is behind the cut at "${cut}": with that frozen nothing would be left to learn.`
        : `What is behind "${freeze}" also reads what is before it, so the network cannot stand still up to there.`,
    'freeze',
    gates,
  );
}
