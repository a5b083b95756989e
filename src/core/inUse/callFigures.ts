/** How quick and how sure answers come: from calls as they were measured. */
import type { AnsweredCall } from '../protocol/inUse';
import { quantileOfSorted } from '../stats/quantile';

export interface CallFigures {
  calls: number;
  rows: number;
  failed: number;
  /** Of all calls; NaN without one. */
  errorRate: number;
  /** Of calls that were answered; NaN without one. */
  latencyP50Ms: number;
  latencyP95Ms: number;
  latencyP99Ms: number;
  /** Calls by the time between the first and the last one, at least a second. */
  requestsPerSecond: number;
  rowsPerSecond: number;
  /** Of the first and the last call; 0 without one. */
  from: number;
  to: number;
}

export function callFigures(calls: readonly AnsweredCall[]): CallFigures {
  const answered = calls.filter(({ error }) => error === undefined);
  const times = Float64Array.from(answered, ({ ms }) => ms).sort();
  const rows = answered.reduce((sum, call) => sum + call.rows, 0);
  const from = calls[0]?.at ?? 0;
  const to = calls.at(-1)?.at ?? 0;
  const seconds = Math.max(1, (to - from) / 1000);
  const failed = calls.length - answered.length;
  return {
    calls: calls.length,
    rows,
    failed,
    errorRate: failed / calls.length,
    latencyP50Ms: quantileOfSorted(times, 0.5),
    latencyP95Ms: quantileOfSorted(times, 0.95),
    latencyP99Ms: quantileOfSorted(times, 0.99),
    requestsPerSecond: calls.length / seconds,
    rowsPerSecond: rows / seconds,
    from,
    to,
  };
}

export interface CallWindow {
  from: number;
  to: number;
  figures: CallFigures;
}

/** Windows of equal length from the first call to the last one. */
export function callsOverTime(calls: readonly AnsweredCall[], windows: number): CallWindow[] {
  const [first, last] = [calls[0], calls.at(-1)];
  if (!first || !last) return [];
  const length = Math.max(1, (last.at - first.at + 1) / windows);
  const parts = Array.from({ length: windows }, (): AnsweredCall[] => []);
  for (const call of calls)
    parts[Math.min(windows - 1, Math.max(0, Math.floor((call.at - first.at) / length)))]?.push(call);
  return parts.map((part, i) => ({
    from: first.at + i * length,
    to: first.at + (i + 1) * length,
    figures: callFigures(part),
  }));
}
