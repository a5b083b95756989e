/** What a search tried and why it chose what it did, in plain sentences. */
import type { AutomlRecord, BoardLine } from '../protocol/automl';
import { ranked } from './board';

const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : several}`;

/** `text`: a figure of the objective, or of the metric of that name, as it is written. */
export function automlWords(
  record: AutomlRecord,
  text: {
    figure(value: number): string;
    free(metric: string, value: number): string;
    seconds(value: number): string;
  },
): string[] {
  const { board = [], usedSeconds, timeLimitSeconds, best, free, folds, notes = [] } = record;
  const trained = board.filter(({ origin, versionId }) => versionId !== undefined && origin !== 'combined');
  const of = (origin: BoardLine['origin']) => trained.filter((line) => line.origin === origin).length;
  const parts = [
    [of('standard'), 'with standard settings'],
    [of('portfolio'), 'with settings that do well on many data'],
    [of('tuned'), 'tuned around the best'],
  ] as const;
  const words: string[] = [];
  if (trained.length > 0)
    words.push(
      `${counted(trained.length, 'model')} trained${usedSeconds === undefined ? '' : ` in ${text.seconds(usedSeconds)} of ${text.seconds(timeLimitSeconds)}`}: ${parts
        .filter(([count]) => count > 0)
        .map(([count, how]) => `${count} ${how}`)
        .join(', ')}.`,
    );
  const [alone] = ranked(
    record,
    board.filter(({ origin }) => origin !== 'combined'),
  );
  if (alone?.score !== undefined)
    words.push(
      alone.folds
        ? `The best single model by ${alone.folds} folds is ${alone.title}, with ${text.figure(alone.score)} on average.`
        : `The best single model on the validation part is ${alone.title}, with ${text.figure(alone.score)}${folds > 0 ? '; no model has all of its folds' : ''}.`,
    );
  const chosen = board.find(({ runId }) => runId === best?.runId);
  if (chosen?.origin === 'combined')
    words.push(
      `The ensemble is chosen: ${
        chosen.folds
          ? 'on rows that folds held out it is as good as the best single model, or nearly,'
          : 'on the validation part it is at least as good as the best single model'
      }${chosen.test === undefined ? '' : `, and comes to ${text.figure(chosen.test)} on test rows, which chose nothing`}.`,
    );
  else if (chosen && alone && chosen.folds && chosen.runId !== alone.runId)
    words.push(
      `${chosen.title} is chosen, with ${text.figure(chosen.score ?? Number.NaN)} on average: a little less, but steadier from fold to fold${chosen.test === undefined ? '.' : `; on test rows, which chose nothing, it comes to ${text.figure(chosen.test)}.`}`,
    );
  else if (chosen)
    words.push(
      `It is chosen${board.some(({ origin, state }) => origin === 'combined' && state === 'complete') ? ', because the ensemble was not as good on rows that taught neither' : ''}${chosen.test === undefined ? '.' : `; on test rows, which chose nothing, it comes to ${text.figure(chosen.test)}.`}`,
    );
  if (free) words.push(`Without a model, ${free.answer} comes to ${text.free(free.metric, free.value)}.`);
  return [...words, ...notes];
}
