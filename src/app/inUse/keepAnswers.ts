/**
 * Writes down what was answered, in the background: it never delays or fails an answer. What a full disk refuses is
 * counted and said with the next that is written.
 */
import type { Answered } from '#/core/inUse/comparison';
import type { AnsweredCall, AnsweredRow } from '#/core/protocol/inUse';
import type { Storage } from '#/core/protocol/storage';
import { notifyError } from '../stores/notices';

export interface Kept {
  calls: AnsweredCall[];
  rows: AnsweredRow[];
  compared?: Answered & { id: string };
}

let writing: Promise<void> = Promise.resolve();
/** By model: answers that could not be written. */
const missed = new Map<string, number>();

/** `kept` may have to be waited for: a shadow answers after the answer was given. */
export function keepAnswers({ inUse }: Pick<Storage, 'inUse'>, kept: Kept | Promise<Kept>): void {
  writing = writing.then(async () => {
    const { calls, rows, compared } = await kept;
    const modelId = calls[0]?.modelId;
    if (modelId === undefined) return;
    const before = missed.get(modelId) ?? 0;
    try {
      await inUse.append(calls, rows, { missed: before, ...(compared && { compared }) });
      missed.delete(modelId);
    } catch (thrown) {
      if (before === 0) notifyError('Answers could not be written down', thrown);
      missed.set(modelId, before + Math.max(1, rows.length));
    }
  });
}

/** When everything answered so far is written: whoever reads the log waits for it. */
export const whenKept = (): Promise<void> => writing;
