/** A heat map of histograms over time. Pointer or arrow keys choose an epoch and a bin; its numbers are said below. */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { HistogramPoint } from '#/core/protocol/model';
import { useChartStore, useChartView } from '#/ui/charts/chartGroup';
import { formatCount, formatNumber, formatShare } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { drawHistograms, histogramsToPng } from './drawHistograms';
import { binAt, binEdges, histogramAt, histogramTable, layoutHistograms } from './histogramPlot';
import classes from './weights.module.css';

const height = 260;

export function HistogramChart({
  title,
  histograms,
  fileName,
}: {
  title: string;
  /** Of one weight, in the order of epochs; at least one. */
  histograms: readonly HistogramPoint[];
  fileName: string;
}) {
  const theme = useChartTheme();
  const store = useChartStore();
  const epoch = useChartView(store, (view) => view.hoverX);
  const [value, setValue] = useState<number | null>(null);
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const plot = useMemo(() => layoutHistograms(histograms, Math.max(160, width), height), [histograms, width]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(plot.width * ratio);
    context.canvas.height = Math.round(plot.height * ratio);
    context.scale(ratio, ratio);
    drawHistograms(context, plot, theme);
  }, [plot, theme, width]);

  const { inner, x, y } = plot;
  const last = histograms.at(-1) as HistogramPoint;
  const shown = epoch === null ? last : (histogramAt(histograms, epoch) ?? last);
  const bin = value === null ? undefined : binAt(shown, value);

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const at = Math.min(inner.right, Math.max(inner.left + 1, event.clientX - box.left));
    store.setState({ hoverX: histogramAt(histograms, Math.ceil(x.toValue(at)))?.epoch ?? null });
    setValue(y.toValue(event.clientY - box.top));
  };
  const leave = () => {
    store.setState({ hoverX: null });
    setValue(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = histograms.indexOf(shown);
    const to =
      event.key === 'ArrowLeft'
        ? at - 1
        : event.key === 'ArrowRight'
          ? at + 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? histograms.length - 1
              : undefined;
    if (event.key === 'Escape') leave();
    else if (to === undefined) return;
    else
      store.setState({ hoverX: histograms[Math.min(Math.max(to, 0), histograms.length - 1)]?.epoch ?? null });
    event.preventDefault();
  };

  const column = histograms.indexOf(shown);
  const left = x.toPixel(histograms[column - 1]?.epoch ?? 0);
  const words = wordsOf(shown, bin);
  return (
    <PlotFrame
      title={title}
      figure={words}
      fileName={fileName}
      toTable={() => histogramTable(histograms)}
      toPng={(caption) => histogramsToPng(plot, caption, theme)}
    >
      <div
        ref={ref}
        className={classes.map}
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={`${title}: arrows go through the epochs`}
        aria-valuemin={histograms[0]?.epoch}
        aria-valuemax={last.epoch}
        aria-valuenow={shown.epoch}
        aria-valuetext={words}
        onPointerMove={onPointerMove}
        onPointerLeave={leave}
        onBlur={leave}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} className={classes.canvas} style={{ height }} />
        {epoch !== null && (
          <svg className={classes.overlay} width={plot.width} height={height} aria-hidden="true">
            <rect
              x={left}
              width={Math.max(1, x.toPixel(shown.epoch) - left)}
              y={y.toPixel(shown.highest)}
              height={Math.max(1, y.toPixel(shown.lowest) - y.toPixel(shown.highest))}
              fill="none"
              stroke={theme.text}
            />
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

function wordsOf(histogram: HistogramPoint, bin: number | undefined): string {
  const { epoch, lowest, highest, counts } = histogram;
  if (bin === undefined) return `Epoch ${epoch}: ${formatNumber(lowest, 3)} to ${formatNumber(highest, 3)}`;
  const [from, to] = binEdges(histogram, bin);
  const count = counts[bin] ?? 0;
  const all = counts.reduce((sum, each) => sum + each, 0);
  return `Epoch ${epoch}: ${formatCount(count)} of ${formatCount(all)} (${formatShare(count / all)}) from ${formatNumber(from, 3)} to ${formatNumber(to, 3)}`;
}
