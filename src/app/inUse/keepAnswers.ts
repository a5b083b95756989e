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

/** Written at once; what comes within so long after is written as one, for each transaction holds up the reads of the next call. */
const togetherMs = 50;

let writing: Promise<void> = Promise.resolve();
/** By model: answers that could not be written. */
const missed = new Map<string, number>();

type InUse = Pick<Storage, 'inUse'>['inUse'];
let waiting: { inUse: InUse; kept: Kept }[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let writtenAt = Number.NEGATIVE_INFINITY;

/** `kept` may have to be waited for: a shadow answers after the answer was given. */
export function keepAnswers({ inUse }: Pick<Storage, 'inUse'>, kept: Kept | Promise<Kept>): void {
  if (kept instanceof Promise) {
    writeWaiting();
    writing = writing.then(async () => await write(inUse, await kept));
    return;
  }
  const last = waiting.at(-1);
  const alike =
    last?.inUse === inUse &&
    !last.kept.compared &&
    !kept.compared &&
    last.kept.calls[0]?.modelId === kept.calls[0]?.modelId;
  if (alike) {
    last.kept.calls.push(...kept.calls);
    last.kept.rows.push(...kept.rows);
  } else waiting.push({ inUse, kept: { ...kept, calls: [...kept.calls], rows: [...kept.rows] } });
  if (performance.now() - writtenAt > togetherMs) writeWaiting();
  else timer ??= setTimeout(writeWaiting, togetherMs);
}

function writeWaiting(): void {
  clearTimeout(timer);
  timer = undefined;
  const now = waiting;
  waiting = [];
  writtenAt = performance.now();
  for (const { inUse, kept } of now) writing = writing.then(async () => await write(inUse, kept));
}

async function write(inUse: InUse, { calls, rows, compared }: Kept): Promise<void> {
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
}

/** When everything answered so far is written: whoever reads the log waits for it. */
export function whenKept(): Promise<void> {
  writeWaiting();
  return writing;
}
