/**
 * Whether 4-D pays: a network over time and space against the same with time as channels, in plain words. Nothing is
 * claimed that chance could have made. Pure.
 */
import { tasks } from '../tasks/registry';
import { comparePaired, type PairedComparison } from './comparePaired';
import type { ValidationPredictions } from './validationPredictions';

export interface Verdict {
  pays: boolean;
  text: string;
}

/** Chance of a difference as large, beyond which nothing is claimed. */
const level = 0.05;

/** Runs of before, or of other samples. */
export const notTested: Verdict = {
  pays: false,
  text: 'Whether 4-D pays cannot be tested: these runs kept no errors of the same single samples. Train both again.',
};

/** Both on the same samples, those of the part. */
export function ablationVerdict(
  full: ValidationPredictions,
  ablation: ValidationPredictions,
  part: 'validation' | 'test',
): Verdict {
  const where = part === 'test' ? 'on the part kept for a test' : 'on the validation part';
  const { of: errorsOf, mean } = tasks.get(full.kind).errors;
  const [mine, other] = full.kind === ablation.kind ? [errorsOf(full), errorsOf(ablation)] : [];
  if (!mine || !other || !areSame(full.rows, ablation.rows)) return notTested;
  const compared = comparePaired(mine, other, full.blocks, mean !== undefined);
  const { firstBetter, secondBetter, firstIsBetter, chance } = compared;
  if (firstBetter + secondBetter === 0)
    return { pays: false, text: `4-D does not pay here: both networks answer every sample alike ${where}.` };
  const found = mean
    ? `${where} its ${mean.error} is ${byShare(mine, other)} than that of the 3-D network, over ${mine.length} ${mean.rows}`
    : `${where} it is nearer to the truth on ${firstBetter} samples, the 3-D network on ${secondBetter}`;
  const odds = oddsOf(compared);
  if (chance === undefined || chance >= level)
    return { pays: false, text: `4-D does not pay here, as far as can be told: ${found} (${odds}).` };
  return firstIsBetter
    ? { pays: true, text: `4-D pays: ${found} (${odds}).` }
    : { pays: false, text: `4-D does not pay: ${found} (${odds}). Take the 3-D network.` };
}

function byShare(mine: Float64Array, other: Float64Array): string {
  const sum = (errors: Float64Array) => errors.reduce((total, error) => total + error, 0);
  const gain = 1 - sum(mine) / sum(other);
  return `${(Math.abs(gain) * 100).toFixed(1)} % ${gain > 0 ? 'smaller' : 'larger'}`;
}

function oddsOf({ chance, blocks }: PairedComparison): string {
  if (chance === undefined) return 'all lie in one stretch of time or recording, too few to test';
  const odds = `chance of such a difference without cause: ${chance < 0.001 ? 'below 0.1' : (chance * 100).toFixed(1)} %`;
  return blocks === undefined ? odds : `${odds}; tested over ${blocks} stretches of time or recordings`;
}

const areSame = (a: Uint32Array, b: Uint32Array): boolean =>
  a.length === b.length && a.every((row, i) => row === b[i]);
