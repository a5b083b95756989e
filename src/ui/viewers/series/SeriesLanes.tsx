/**
 * Lanes of series over one axis of time: a wheel zooms where the pointer is, a drag moves along, arrows, plus, minus,
 * Home and End do the same by keyboard.
 */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { drawLanes, type Lane, layoutLanes, type Span, valueAt } from './lanePlot';
import classes from './series.module.css';

const font = '"Inter Variable", system-ui, sans-serif';
const fewestFrames = 4;

export interface View {
  from: number;
  count: number;
}

export function SeriesLanes({
  label,
  lanes,
  view,
  frames,
  spans = [],
  laneHeight = 130,
  text,
  onView,
}: {
  label: string;
  lanes: readonly Lane[];
  view: View;
  /** Of the longest series. */
  frames: number;
  spans?: readonly Span[];
  laneHeight?: number;
  text(frame: number): string;
  /** Absent: it stands still. */
  onView?(view: View): void;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [hover, setHover] = useState<number>();
  const drag = useRef<{ x: number; from: number } | undefined>(undefined);
  const plot = useMemo(
    () => layoutLanes(lanes, view, Math.max(160, width), laneHeight),
    [lanes, view, width, laneHeight],
  );

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(plot.width * ratio);
    context.canvas.height = Math.round(plot.height * ratio);
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas.current);
    const color = (name: string) => style.getPropertyValue(name).trim() || '#888';
    drawLanes(context, plot, {
      theme,
      font,
      spans,
      text,
      accent: color('--accent'),
      missing: color('--warn'),
    });
  }, [plot, theme, width, spans, text]);

  const moved = (from: number, count: number): void => {
    const size = Math.round(Math.min(frames, Math.max(Math.min(fewestFrames, frames), count)));
    onView?.({ from: Math.round(Math.min(Math.max(0, from), frames - size)), count: size });
  };
  const zoom = (by: number, at = view.from + view.count / 2): void => {
    const count = Math.min(frames, Math.max(fewestFrames, view.count * by));
    moved(at - ((at - view.from) * count) / view.count, count);
  };
  // React listens to wheels passively, so that the page would scroll as well.
  useEffect(() => {
    const element = canvas.current;
    if (!element || !onView) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.shiftKey && Math.abs(event.deltaY) <= Math.abs(event.deltaX)) return;
      event.preventDefault();
      const at = plot.x.toValue(event.offsetX);
      zoom(event.deltaY > 0 ? 1.25 : 0.8, at);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = Math.max(1, Math.round(view.count / 8));
    const acts: Record<string, () => void> = {
      ArrowLeft: () => moved(view.from - step, view.count),
      ArrowRight: () => moved(view.from + step, view.count),
      PageUp: () => moved(view.from - view.count, view.count),
      PageDown: () => moved(view.from + view.count, view.count),
      Home: () => moved(0, view.count),
      End: () => moved(frames, view.count),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      '0': () => moved(0, frames),
    };
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const frameAt = (event: PointerEvent) =>
    Math.round(plot.x.toValue(event.clientX - event.currentTarget.getBoundingClientRect().left));
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drag;
    if (current && onView) {
      const perPixel = view.count / Math.max(1, plot.right - plot.left);
      moved(current.from - (event.clientX - current.x) * perPixel, view.count);
      return;
    }
    const frame = frameAt(event);
    setHover(frame >= view.from && frame < view.from + view.count ? frame : undefined);
  };
  const at = hover === undefined ? undefined : plot.x.toPixel(hover);
  return (
    <div ref={ref} className={classes.lanes}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is moved by keyboard as by pointer */}
      <div
        role="application"
        aria-label={`${label}: ${text(view.from)} to ${text(view.from + view.count - 1)}. Arrows move, plus and minus zoom, 0 shows all.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is moved by keyboard
        tabIndex={onView ? 0 : undefined}
        className={classes.canvasFrame}
        data-moves={onView !== undefined}
        onKeyDown={onView && onKeyDown}
        onPointerDown={(event) => {
          if (!onView) return;
          drag.current = { x: event.clientX, from: view.from };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => (drag.current = undefined)}
        onPointerCancel={() => (drag.current = undefined)}
        onPointerLeave={() => setHover(undefined)}
      >
        <canvas ref={canvas} style={{ width: '100%', height: plot.height, display: 'block' }} />
        {at !== undefined && hover !== undefined && (
          <>
            <div
              className={classes.hairline}
              style={{ transform: `translateX(${at}px)`, height: plot.height - 26 }}
            />
            <div
              className={classes.tip}
              style={at > plot.width / 2 ? { right: plot.width - at + 10 } : { left: at + 10 }}
            >
              <strong>{text(hover)}</strong>
              {lanes.flatMap(({ title, lines }) =>
                lines.map((line) => {
                  const value = valueAt(line, hover);
                  const place = Math.floor(((hover - line.from) * line.least.length) / line.count);
                  const words = line.isBand
                    ? `${formatNumber(line.least[place], 5)} to ${formatNumber(line.most[place], 5)}`
                    : formatNumber(value, 5);
                  return Number.isNaN(value) ? null : (
                    <span key={`${title} ${line.label}`}>
                      <i style={{ background: line.color }} />
                      {lines.length > 1 || title === '' ? line.label : title} {words}
                    </span>
                  );
                }),
              )}
            </div>
          </>
        )}
      </div>
    </div>
  );
}
