/** What the run that is trained again had begun with, as far as it says so. */
import type { Run } from '#/core/protocol/model';
import { type Transfer, transfer } from '#/core/protocol/train';

export interface BegunBy {
  startFrom: string;
  transfer?: Transfer;
}

/** Runs of before named the version alone: 'unknown' is what they kept of it. */
export function begunBy({ params, tags }: Pick<Run, 'params' | 'tags'>): BegunBy | 'unknown' | undefined {
  const { startFrom, transfer: kept } = params;
  if (typeof startFrom !== 'string') return (tags.transferredFrom ?? tags.startFrom) ? 'unknown' : undefined;
  if (kept === undefined) return { startFrom };
  const parsed = transfer.safeParse(parsedJson(String(kept)));
  return parsed.success ? { startFrom, transfer: parsed.data } : 'unknown';
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
