/** An explanation that will take long says so when that is known, and how many it could be asked for instead. */
import type { ExplainerDef } from './explainerDef';

/** Less is not worth an offer, and what is offered takes about as long. */
const shortMs = 60_000;
/** Before, an estimate swings. */
const surelyMs = 1_500;

/** A sentence; undefined where it does not take long, or nothing can be asked for less. */
export function offerFewer(
  { effort }: Pick<ExplainerDef, 'effort'>,
  params: unknown,
  { elapsedMs, progress, inputs }: { elapsedMs: number; progress: number; inputs: number },
): string | undefined {
  if (!effort || elapsedMs < surelyMs || progress <= 0) return undefined;
  const wholeMs = elapsedMs / progress;
  const given = Number((params as Record<string, unknown>)[effort.param]);
  const asked = effort.most === 'inputs' ? Math.min(given, inputs) : given;
  const fewer = Math.max(effort.least, Math.floor((asked * shortMs) / wholeMs));
  if (wholeMs < 2 * shortMs || !(fewer < asked)) return undefined;
  const count = (value: number) => value.toLocaleString('en-US');
  const fewerMs = (wholeMs * fewer) / asked;
  return `${timeText(wholeMs)} in all; with ${count(fewer)} ${effort.of} in place of ${count(asked)} ${timeText(fewerMs).toLowerCase()}.`;
}

function timeText(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 1.5) return 'About a minute';
  if (minutes < 90) return `About ${Math.round(minutes)} minutes`;
  return `About ${Math.round(minutes / 60)} hours`;
}
