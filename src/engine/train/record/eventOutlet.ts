/**
 * Between a trainer and the page: at most ten deliveries a second. Small steps come faster than anyone can look,
 * so step reports that meet in one delivery become one.
 */
import type { TrainEvent } from '#/core/protocol/train';

const everyMs = 100;

export class EventOutlet {
  private waiting: TrainEvent[] = [];
  private timer?: ReturnType<typeof setTimeout>;
  private sentAt = Number.NEGATIVE_INFINITY;
  private readonly send: (event: TrainEvent) => void;

  constructor(send: (event: TrainEvent) => void) {
    this.send = send;
  }

  push(event: TrainEvent): void {
    this.waiting.push(event);
    const wait = this.sentAt + everyMs - performance.now();
    if (wait <= 0) this.flush();
    else this.timer ??= setTimeout(() => this.flush(), wait);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const events = this.waiting;
    this.waiting = [];
    if (events.length > 0) this.sentAt = performance.now();
    for (const event of mergeSteps(events)) this.send(event);
  }
}

/** One report for all steps that follow each other; rates are those of the latest. */
export function mergeSteps(events: readonly TrainEvent[]): TrainEvent[] {
  const merged: TrainEvent[] = [];
  let open: number | undefined;
  for (const event of events) {
    const earlier = open === undefined ? undefined : merged[open];
    if (event.kind === 'steps' && earlier?.kind === 'steps') {
      const figures = [...(earlier.figures ?? []), ...(event.figures ?? [])];
      merged[open as number] = {
        ...event,
        losses: [...earlier.losses, ...event.losses],
        firstStep: earlier.firstStep,
        ...(figures.length > 0 && { figures }),
      };
      continue;
    }
    if (event.kind === 'steps') open = merged.length;
    merged.push(event);
  }
  return merged;
}
