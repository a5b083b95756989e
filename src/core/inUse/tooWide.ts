/**
 * When an estimate without labels is too uncertain to be called known: it has to be within 2 points in 99 of 100 cases.
 * What it is uncertain by falls with the rows that the curve was learnt from, and with the answers: how many more would do
 * is told.
 */
import type { MeanRight } from './calibrateRight';

const within = 0.02;
const z = 2.5758293035489004;
const points = (share: number) => (100 * share).toFixed(1);
const upTo100 = (count: number) => (Math.ceil(count / 100) * 100).toLocaleString('en');

/** Why it is not known; undefined where it is. */
export function tooWide(
  { ofCurve, ofAnswers }: MeanRight,
  curveRows: number,
  answers: number,
): string | undefined {
  const reach = z * Math.sqrt(ofCurve + ofAnswers);
  if (reach <= within) return undefined;
  const allowed = (within / z) ** 2;
  const said = `It may be off by ${points(reach)} points (in 99 of 100 cases by less)`;
  const least = `${points(within)} are asked`;
  // Answers alone may take up to half of what is allowed, so that some is left for the curve.
  if (ofAnswers > allowed / 2 && ofAnswers > ofCurve)
    return `${said}, ${least}: only ${answers.toLocaleString('en')} ${answers === 1 ? 'answer was' : 'answers were'} judged, about ${upTo100((answers * ofAnswers) / (allowed / 2) - answers)} more would do${ofCurve > allowed / 2 ? ', and more rows with known truth' : ''}.`;
  const needed = (curveRows * ofCurve) / Math.max(allowed / 2, allowed - ofAnswers);
  return `${said}, ${least}: ${curveRows.toLocaleString('en')} rows with known truth were held back, about ${upTo100(needed - curveRows)} more would do${ofAnswers > allowed / 2 ? ', and more answers' : ''}.`;
}
