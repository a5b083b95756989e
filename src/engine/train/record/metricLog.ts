import type { HistogramPoint, MetricPoint } from '#/core/protocol/model';
import type { MetricRepository } from '#/core/protocol/storage';
import type { TrainEvent } from '#/core/protocol/train';

const everyMs = 500;

/** Logged values on their way to storage, a few transactions a second. */
export class MetricLog {
  private points: MetricPoint[] = [];
  private histograms: HistogramPoint[] = [];
  private writtenAt = 0;
  private readonly runId: string;
  private readonly metrics: Pick<MetricRepository, 'append'>;

  constructor(runId: string, metrics: Pick<MetricRepository, 'append'>) {
    this.runId = runId;
    this.metrics = metrics;
  }

  add(event: TrainEvent): void {
    const { runId } = this;
    const timestamp = Date.now();
    if (event.kind === 'steps') {
      const { epoch, firstStep } = event;
      event.losses.forEach((value, i) =>
        this.points.push({ runId, name: 'batchLoss', step: firstStep + i, epoch, timestamp, value }),
      );
      for (const { name, step, value } of event.figures ?? [])
        this.points.push({ runId, name, step, epoch, timestamp, value });
    } else if (event.kind === 'epoch') {
      const { epoch, step } = event;
      for (const [name, value] of Object.entries(event.metrics))
        this.points.push({ runId, name, step, epoch, timestamp, value });
      for (const histogram of event.histograms ?? []) this.histograms.push({ ...histogram, step, epoch });
    }
  }

  async writeSometimes(): Promise<void> {
    if (performance.now() - this.writtenAt >= everyMs) await this.write();
  }

  async write(): Promise<void> {
    const { points, histograms } = this;
    this.points = [];
    this.histograms = [];
    this.writtenAt = performance.now();
    if (points.length + histograms.length > 0) await this.metrics.append(this.runId, points, histograms);
  }
}
