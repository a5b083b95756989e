/** How fast training goes, measured: what has been confirmed but not yet reported, samples per second, time left. */

const reportEveryMs = 100;

export class Pace {
  private losses: number[] = [];
  private rowsSinceReport = 0;
  private reportedAt: number;
  private epochStartedAt: number;
  private epochMsSum = 0;
  private epochStep: number;
  private stepsTimed = 0;
  private step: number;
  private learningRate = 0;
  private readonly now: () => number;
  private readonly totalSteps: number;

  constructor(now: () => number, step: number, totalSteps: number) {
    this.now = now;
    this.step = step;
    this.epochStep = step;
    this.totalSteps = totalSteps;
    this.reportedAt = now();
    this.epochStartedAt = now();
  }

  get unreported(): number {
    return this.losses.length;
  }

  /** Whether a report may be sent: at most ten a second. */
  get due(): boolean {
    return this.losses.length > 0 && this.now() - this.reportedAt >= reportEveryMs;
  }

  stepped(rows: number, learningRate: number): void {
    this.rowsSinceReport += rows;
    this.learningRate = learningRate;
  }

  /** Losses of the next steps in order, read and sound. */
  confirm(losses: ArrayLike<number>): void {
    for (let i = 0; i < losses.length; i++) this.losses.push(losses[i] as number);
    this.step += losses.length;
  }

  /** Everything confirmed since the last report. */
  report() {
    const now = this.now();
    const { losses, step } = this;
    const seconds = Math.max(now - this.reportedAt, 0.01) / 1000;
    const samplesPerSecond = this.rowsSinceReport / seconds;
    this.losses = [];
    this.rowsSinceReport = 0;
    this.reportedAt = now;
    return {
      step,
      losses,
      firstStep: step - losses.length + 1,
      learningRate: this.learningRate,
      samplesPerSecond,
      secondsLeft: this.secondsLeft(now),
    };
  }

  /** Closes an epoch (its evaluation included) and opens the next. */
  epochMetrics(): { learningRate: number; epochMs: number } {
    const now = this.now();
    const epochMs = Math.max(now - this.epochStartedAt, 0.01);
    this.stepsTimed += this.step - this.epochStep;
    this.epochMsSum += epochMs;
    this.epochStartedAt = now;
    this.epochStep = this.step;
    return { learningRate: this.learningRate, epochMs };
  }

  /** From whole epochs once there is one; before, from the steps of the first. */
  private secondsLeft(now: number): number | undefined {
    const steps = this.stepsTimed + (this.step - this.epochStep);
    if (steps < 3) return undefined;
    const elapsedMs = this.epochMsSum + (now - this.epochStartedAt);
    return ((elapsedMs / steps) * (this.totalSteps - this.step)) / 1000;
  }
}
