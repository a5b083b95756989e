/**
 * Detection judged at a fixed false-alarm rate: how many events are found when at most one in a hundred (or a
 * thousand) quiet samples raises an alarm. Accuracy says little where events are rare.
 */
import { type ShareWithInterval, wilsonInterval } from './wilsonInterval';

/** At which detection is told. */
export const falseAlarmRates = [1e-2, 1e-3] as const;

export interface DetectionPoint {
  falseAlarmRate: number;
  /** Scores above it raise an alarm. */
  threshold: number;
  sensitivity: ShareWithInterval;
  /** What the rate came to on these samples. */
  falseAlarms: ShareWithInterval;
  /** Quiet samples without an alarm. */
  specificity: ShareWithInterval;
  /** At least 1 / rate quiet samples: with fewer the rate is only an upper bound that was never reached. */
  resolved: boolean;
}

/** `scores`: of the event class; `isEvent`: the truth. */
export function detectAt(
  scores: ArrayLike<number>,
  isEvent: ArrayLike<boolean | number>,
  falseAlarmRate: number,
): DetectionPoint {
  const quiet: number[] = [];
  const events: number[] = [];
  for (let i = 0; i < scores.length; i++) (isEvent[i] ? events : quiet).push(scores[i] as number);
  quiet.sort((a, b) => b - a);
  const allowed = Math.floor(quiet.length * falseAlarmRate + 1e-9);
  const threshold = quiet[allowed] ?? Number.NEGATIVE_INFINITY;
  // Without any the threshold is not known, nor what it would find.
  const judged = quiet.length > 0 ? events : [];
  const above = (values: readonly number[]) => values.filter((score) => score > threshold).length;
  return {
    falseAlarmRate,
    threshold,
    sensitivity: wilsonInterval(above(judged), judged.length),
    falseAlarms: wilsonInterval(above(quiet), quiet.length),
    specificity: wilsonInterval(quiet.length - above(quiet), quiet.length),
    resolved: quiet.length * falseAlarmRate >= 1,
  };
}

/** At a threshold someone chose: scores from it on raise an alarm. */
export function detectFrom(
  scores: ArrayLike<number>,
  isEvent: ArrayLike<boolean | number>,
  threshold: number,
): Pick<DetectionPoint, 'sensitivity' | 'specificity'> {
  let [events, found, quiet, alarms] = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const alarm = Number((scores[i] as number) >= threshold);
    if (isEvent[i]) [events, found] = [events + 1, found + alarm];
    else [quiet, alarms] = [quiet + 1, alarms + alarm];
  }
  return {
    sensitivity: wilsonInterval(found, events),
    specificity: wilsonInterval(quiet - alarms, quiet),
  };
}

/** Said wherever detection is told. */
export const notMedical = 'Not a medical device: for research, not for decisions about people.';
