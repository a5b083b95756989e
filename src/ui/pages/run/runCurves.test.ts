import { describe, expect, it } from 'vitest';
import { loggedOnly, runCharts } from './runCurves';

const theme = {
  text: '',
  grid: '',
  axis: '',
  background: '',
  series: ['#000000', '#111111', '#222222'],
  ends: ['#000000', '#ffffff'] as const,
};
const stream = {
  epochs: [
    { epoch: 1, step: 4, metrics: { trainLoss: 1, valLoss: 1.2, valAccuracy: 0.5 } },
    { epoch: 2, step: 8, metrics: { trainLoss: 0.5, valLoss: 0.7, valAccuracy: 0.9 } },
  ],
  losses: [{ step: 2, value: 1.1 }],
  figures: {},
};

describe('runCharts', () => {
  it('puts epoch metrics and batch losses on the same axis', () => {
    const byTitle = new Map(runCharts(stream, 'classification', 'epoch', theme).map((c) => [c.title, c]));
    expect(byTitle.get('Loss')?.curves[1]?.points).toEqual([
      { x: 1, y: 1.2 },
      { x: 2, y: 0.7 },
    ]);
    expect(byTitle.get('Batch loss')?.curves[0]?.points).toEqual([{ x: 0.5, y: 1.1 }]);
    const steps = runCharts(stream, 'classification', 'step', theme);
    expect(steps[0]?.curves[0]?.points.map((p) => p.x)).toEqual([4, 8]);
  });

  it('shows the charts of the task, and once there is data only what was logged', () => {
    expect(runCharts(stream, 'regression', 'epoch', theme).map((c) => c.title)).toContain('R²');
    const logged = loggedOnly(runCharts(stream, 'classification', 'epoch', theme));
    expect(logged.map((c) => c.title)).toEqual(['Loss', 'Accuracy', 'Batch loss']);
    expect(runCharts(stream, 'regression', 'epoch', theme).map((c) => c.title)).not.toContain('Accuracy');
    expect(logged[1]?.curves.map((c) => c.id)).toEqual(['valAccuracy']);
    const nothing = { epochs: [], losses: [], figures: {} };
    expect(loggedOnly(runCharts(nothing, 'classification', 'epoch', theme))).toHaveLength(11);
  });

  it('draws figures at their steps, in the unit of the title, and the rate of steps before that of epochs', () => {
    const figures = {
      memoryBytes: [{ step: 4, value: 5e6 }],
      batchLearningRate: [
        { step: 1, value: 0.1 },
        { step: 2, value: 0.2 },
      ],
    };
    const epochs = stream.epochs.map((epoch) => ({ ...epoch, metrics: { learningRate: 0.3 } }));
    const charts = runCharts({ ...stream, epochs, figures }, 'classification', 'step', theme);
    const pointsOf = (title: string) => charts.find((chart) => chart.title === title)?.curves[0]?.points;
    expect(pointsOf('Memory (MB)')).toEqual([{ x: 4, y: 5 }]);
    expect(pointsOf('Learning rate')?.map(({ y }) => y)).toEqual([0.1, 0.2]);
    const before = runCharts({ ...stream, epochs }, 'classification', 'step', theme);
    expect(before.find(({ title }) => title === 'Learning rate')?.curves[0]?.points[0]?.y).toBe(0.3);
  });
});
