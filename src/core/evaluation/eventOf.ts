/**
 * Which of two classes is the event to be found, and who says so. Sensitivity, false alarms, ROC and precision all
 * depend on it, so it is never an accident of the alphabet.
 */
import type { Run } from '../protocol/model';
import type { ClassPredictions } from '../tasks/classification';

export interface ChosenEvent {
  /** Index into the labels. */
  index: number;
  by: 'you' | 'data' | 'rarity' | 'order';
}

/** What a person chose, else what the data say, else the rarer class of the judged rows, else the later label. */
export function eventOf(
  { labels, truth }: Pick<ClassPredictions, 'labels' | 'truth'>,
  { event: chosen, task }: Pick<Run, 'event' | 'task'>,
): ChosenEvent {
  const byYou = chosen === undefined ? -1 : labels.indexOf(chosen);
  if (byYou >= 0) return { index: byYou, by: 'you' };
  const said = task.event;
  const byData = said === undefined ? -1 : labels.indexOf(said);
  if (byData >= 0) return { index: byData, by: 'data' };
  const later = truth.reduce((sum, label) => sum + (label === 1 ? 1 : 0), 0);
  if (2 * later === truth.length) return { index: 1, by: 'order' };
  return { index: 2 * later < truth.length ? 1 : 0, by: 'rarity' };
}
