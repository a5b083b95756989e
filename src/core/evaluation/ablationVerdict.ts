/** Whether 4-D pays: a network over time and space against the same with time as channels, in plain words. Pure. */
import { largestPerRow } from '../train/probabilities';
import { comparePaired } from './comparePaired';
import type { ValidationPredictions } from './validationPredictions';

export interface Verdict {
  pays: boolean;
  text: string;
}

/** Chance of a difference as large, beyond which nothing is claimed. */
const level = 0.05;
/** Of metrics without the samples behind them. */
const clearly = 0.02;

export interface Judgement {
  judged: ValidationPredictions;
  summary: Record<string, number>;
}

export function ablationVerdict(full: Judgement, ablation: Judgement): Verdict {
  // What neither run has looked at decides first.
  const [held, heldOther] = [heldOut(full.summary), heldOut(ablation.summary)];
  if (held !== undefined && heldOther !== undefined)
    return byNumbers(held, heldOther, 'on the part the data keeps for a test');
  const [mine, other] = [full.judged, ablation.judged];
  if (mine.kind === 'forecast' || other.kind === 'forecast')
    return byNumbers(full.summary.valSkill ?? 0, ablation.summary.valSkill ?? 0, 'in skill over persistence');
  const { firstBetter, secondBetter, chance } = comparePaired(errorsOf(mine), errorsOf(other));
  if (firstBetter + secondBetter === 0)
    return { pays: false, text: '4-D does not pay here: both networks answer every sample alike.' };
  const counts = `nearer to the truth on ${firstBetter} samples, the 3-D network on ${secondBetter}`;
  const odds = `chance of such a difference without cause: ${chance < 0.001 ? 'below 0.1' : (chance * 100).toFixed(1)} %`;
  if (chance >= level)
    return {
      pays: false,
      text: `4-D does not pay here, as far as these samples can tell: it is ${counts} (${odds}).`,
    };
  return firstBetter > secondBetter
    ? { pays: true, text: `4-D pays: it is ${counts} (${odds}).` }
    : { pays: false, text: `4-D does not pay: it is ${counts} (${odds}). Take the 3-D network.` };
}

const heldOut = (summary: Record<string, number>): number | undefined =>
  summary.testAccuracy ?? summary.testSkill ?? summary.testR2;

function byNumbers(mine: number, other: number, where: string): Verdict {
  const numbers = `${mine.toFixed(3)} against ${other.toFixed(3)} ${where}`;
  if (mine - other > clearly) return { pays: true, text: `4-D pays: ${numbers}.` };
  if (other - mine > clearly)
    return { pays: false, text: `4-D does not pay: ${numbers}. Take the 3-D network.` };
  return { pays: false, text: `4-D does not pay here: ${numbers}, too close to call.` };
}

function errorsOf(judged: Exclude<ValidationPredictions, { kind: 'forecast' }>): Float64Array {
  if (judged.kind === 'regression')
    return judged.truth.map((value, i) => Math.abs(value - (judged.predicted[i] as number)));
  const guessed = largestPerRow(judged.probabilities, judged.labels.length);
  return Float64Array.from(judged.truth, (label, i) => (label === guessed[i] ? 0 : 1));
}
