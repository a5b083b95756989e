/** Medians in ms of what a chart does with a long noisy curve, on this thread. */
import { type Curve, layoutPlot, nearestPoint, type Plot } from '#/ui/charts/curve';
import { drawPlot } from '#/ui/charts/drawPlot';

const repeats = 25;
const [width, height] = [800, 208];
const theme = {
  text: '#565f6c',
  grid: '#e9ecf0',
  axis: '#c8ced7',
  background: '#ffffff',
  series: ['#0072b2'],
  ends: ['#000000', '#ffffff'] as const,
};

function median(work: () => unknown): number {
  const times = Array.from({ length: repeats }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return times.sort((a, b) => a - b)[repeats >> 1] as number;
}

export function measure(count: number): void {
  let state = 12345;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const points = Array.from({ length: count }, (_, i) => ({ x: i + 1, y: 2 / Math.sqrt(i + 1) + random() }));
  const curves: Curve[] = [{ id: 'loss', label: 'Loss', color: '#0072b2', points }];
  const layout = (smoothing: number, zoom: [number, number] | null = null): Plot =>
    layoutPlot({ curves, width, height, scale: 'linear', smoothing, zoom });
  const canvas = document.querySelector('canvas') as HTMLCanvasElement;
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const plot = layout(0.95);
  const draw = () => {
    drawPlot(context, plot, theme, 'sans-serif');
    // Waits for the strokes: a canvas records first.
    context.getImageData(0, 0, 1, 1);
  };
  const hover = () => nearestPoint(plot.curves[0]?.strong ?? [], count / 3);
  const figures: [string, () => unknown][] = [
    ['lay out', () => layout(0)],
    ['lay out, smoothed', () => layout(0.95)],
    ['lay out a zoom on a hundredth', () => layout(0, [count / 2, count / 2 + count / 100])],
    ['draw', draw],
    ['read at the pointer', hover],
  ];
  for (const [name, work] of figures) console.log(`${name.padEnd(32)} ${median(work).toFixed(2)} ms`);
}
