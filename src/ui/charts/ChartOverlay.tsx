/** Crosshair, dots, drag-to-zoom and keys over a painted plot. Shares position and zoom with its group. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { nearestPoint, type Plot } from './curve';
import { mostNamed } from './ChartLegend';
import { type ChartStore, useChartView } from './chartGroup';
import { CrowdCurve, crowdText, curveAt } from './crowd';
import { tickText } from '#/core/tickText';
import type { ChartTheme } from './palette';
import classes from './CurveChart.module.css';

const minDragPx = 6;

export function ChartOverlay({
  plot,
  theme,
  store,
  label,
  xLabel,
  format,
  children,
}: {
  plot: Plot;
  theme: ChartTheme;
  store: ChartStore;
  label: string;
  xLabel: string;
  format: (value: number) => string;
  children: ReactNode;
}) {
  const hoverX = useChartView(store, (view) => view.hoverX);
  const isCrowd = plot.curves.length > mostNamed;
  const curveId = useChartView(store, (view) => (isCrowd ? view.curveId : null));
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const { inner, x, y } = plot;

  const clamped = (event: PointerEvent<HTMLElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left;
    return Math.min(inner.right, Math.max(inner.left, left));
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const at = clamped(event);
    const pointed = x.toValue(at);
    const top = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const nearest = isCrowd ? curveAt(plot, pointed, top) : plot.curves[0];
    store.setState({
      hoverX: nearestPoint(nearest?.strong ?? [], pointed)?.x ?? pointed,
      curveId: nearest?.id ?? null,
    });
    if (drag) setDrag({ ...drag, to: at });
  };
  const onPointerUp = () => {
    if (drag && Math.abs(drag.to - drag.from) >= minDragPx) {
      const ends = [x.toValue(drag.from), x.toValue(drag.to)].sort((a, b) => a - b);
      store.setState({ zoom: ends as [number, number] });
    }
    setDrag(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const [low, high] = x.domain;
    const at = hoverX ?? high;
    const step = (high - low) / 50;
    if (event.key === 'ArrowLeft') store.setState({ hoverX: Math.max(low, at - step) });
    else if (event.key === 'ArrowRight') store.setState({ hoverX: Math.min(high, at + step) });
    else if (event.key === 'Home') store.setState({ hoverX: low });
    else if (event.key === 'End') store.setState({ hoverX: high });
    else if (event.key === '+' || event.key === '=') store.setState({ zoom: zoomed(plot, at, 0.5) });
    else if (event.key === '-') store.setState({ zoom: zoomed(plot, at, 2) });
    else if (event.key === 'Escape') store.setState({ hoverX: null, zoom: null });
    else return;
    event.preventDefault();
  };

  const shown = hoverX !== null && hoverX >= x.domain[0] && hoverX <= x.domain[1];
  const hits = shown
    ? plot.curves.flatMap((curve) => {
        if (isCrowd && curve.id !== curveId) return [];
        const point = nearestPoint(curve.strong, hoverX);
        return point ? [{ curve, point }] : [];
      })
    : [];
  const crowd = shown && isCrowd ? crowdText(plot, hoverX, format) : '';
  const spoken = [
    ...(crowd ? [crowd] : []),
    ...hits.map(({ curve, point }) => `${curve.label} ${format(point.y)}`),
  ].join(', ');
  const at = shown ? x.toPixel(hoverX) : 0;

  return (
    <div
      className={classes.plot}
      style={{ height: plot.height }}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: arrows read values, plus and minus zoom, Escape resets`}
      aria-valuemin={x.domain[0]}
      aria-valuemax={x.domain[1]}
      aria-valuenow={hoverX ?? x.domain[1]}
      aria-valuetext={shown ? `${xLabel} ${tickText(hoverX)}: ${spoken}` : label}
      onPointerMove={onPointerMove}
      onPointerLeave={() => store.setState({ hoverX: null, curveId: null })}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: clamped(event), to: clamped(event) });
      }}
      onPointerUp={onPointerUp}
      onDoubleClick={() => store.setState({ zoom: null })}
      onKeyDown={onKeyDown}
      onBlur={() => store.setState({ hoverX: null })}
    >
      {children}
      <svg className={classes.overlay} width={plot.width} height={plot.height} aria-hidden="true">
        {drag && (
          <rect
            x={Math.min(drag.from, drag.to)}
            width={Math.abs(drag.to - drag.from)}
            y={inner.top}
            height={inner.bottom - inner.top}
            fill="var(--accent)"
            opacity={0.15}
          />
        )}
        {shown && (
          <line x1={at} x2={at} y1={inner.top} y2={inner.bottom} stroke={theme.text} strokeDasharray="2 3" />
        )}
        {isCrowd && hits.map(({ curve }) => <CrowdCurve key={curve.id} curve={curve} plot={plot} />)}
        {hits.map(({ curve, point }) => (
          <circle
            key={curve.id}
            cx={x.toPixel(point.x)}
            cy={y.toPixel(point.y)}
            r={3.5}
            fill={curve.color}
            stroke={theme.background}
            strokeWidth={1.5}
          />
        ))}
        {shown && (
          <text
            x={at > inner.right - 70 ? at - 6 : at + 6}
            y={inner.top + 8}
            fill={theme.text}
            fontSize={11}
            textAnchor={at > inner.right - 70 ? 'end' : 'start'}
          >
            {xLabel} {tickText(Number(hoverX.toPrecision(4)))}
          </text>
        )}
      </svg>
    </div>
  );
}

function zoomed(plot: Plot, at: number, factor: number): [number, number] | null {
  const [low, high] = plot.x.domain;
  const { whole } = plot;
  const next: [number, number] = [
    Math.max(whole[0], at - (at - low) * factor),
    Math.min(whole[1], at + (high - at) * factor),
  ];
  return next[0] <= whole[0] && next[1] >= whole[1] ? null : next;
}
