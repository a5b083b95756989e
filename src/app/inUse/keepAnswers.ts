/**
 * Writes down what was answered, in the background: it never delays or fails an answer. What a full disk refuses is
 * counted and said with the next that is written.
 */
import type { AnsweredCall, AnsweredRow } from '#/core/protocol/inUse';
import type { Storage } from '#/core/protocol/storage';
import { notifyError } from '../stores/notices';

let writing: Promise<void> = Promise.resolve();
/** By model: answers that could not be written. */
const missed = new Map<string, number>();

export function keepAnswers(
  { inUse }: Pick<Storage, 'inUse'>,
  call: AnsweredCall,
  rows: readonly AnsweredRow[],
): void {
  const { modelId } = call;
  writing = writing.then(async () => {
    const before = missed.get(modelId) ?? 0;
    try {
      await inUse.append(call, rows, before);
      missed.delete(modelId);
    } catch (thrown) {
      if (before === 0) notifyError('Answers could not be written down', thrown);
      missed.set(modelId, before + Math.max(1, rows.length));
    }
  });
}

/** When everything answered so far is written: whoever reads the log waits for it. */
export const whenKept = (): Promise<void> => writing;
