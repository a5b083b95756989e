/**
 * Timelines of entities, one below the other, as many as are in view: a wheel with Ctrl or Shift zooms, a drag moves
 * along; by keyboard arrows move and choose, plus, minus and 0 zoom, Home and End go to the ends.
 */
import { useElementSize } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type PointerEvent,
  type UIEvent,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { CommandOutput } from '#/app/run';
import type { EventsData } from '#/core/events/eventsSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { drawTimeline, laneHeight, type Stretch } from './drawTimeline';
import classes from './events.module.css';
import { timeTicks } from './timeTicks';
import { useTimeline } from './useTimeline';

const shownLanes = 12;
const shortest = 10;

export function EventLanes({
  versionId,
  data,
  listed,
  selected,
  view,
  onView,
  onSelect,
}: {
  versionId: string;
  data: EventsData;
  listed: CommandOutput<'datasets.entities'>;
  /** Place among those that are listed. */
  selected: number;
  view: Stretch;
  onView(view: Stretch): void;
  onSelect(place: number): void;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const drag = useRef<{ x: number; view: Stretch } | undefined>(undefined);
  const total = listed.names.length;
  const count = Math.min(total, shownLanes);
  const lanes = useMemo(() => listed.numbers.slice(first, first + count + 1), [listed.numbers, first, count]);
  const pieces = Math.min(2000, Math.floor(width / 3));
  const { shown, error } = useTimeline(versionId, lanes, view, pieces);
  const chosen = listed.numbers[selected];

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || !canvas.current || width === 0) return;
    const ratio = window.devicePixelRatio || 1;
    context.canvas.width = Math.round(width * ratio);
    context.canvas.height = Math.round(lanes.length * laneHeight * ratio);
    context.scale(ratio, ratio);
    const style = getComputedStyle(canvas.current);
    const color = (name: string) => style.getPropertyValue(name).trim() || '#888';
    drawTimeline(context, shown, {
      theme,
      width,
      lanes,
      view,
      accent: color('--accent'),
      warn: color('--warn'),
      selected: chosen,
    });
  }, [shown, theme, width, lanes, view, chosen]);

  const size = view.to - view.from;
  const moved = (from: number, length: number): void => {
    const whole = data.to - data.from;
    const kept = Math.min(whole, Math.max(Math.min(shortest, whole), length));
    const begin = Math.min(Math.max(data.from, from), data.to - kept);
    onView({ from: begin, to: begin + kept });
  };
  const zoom = (by: number, at = view.from + size / 2) => moved(at - (at - view.from) * by, size * by);
  // React listens to wheels passively, so that the page would zoom as well.
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.shiftKey) return;
      event.preventDefault();
      const at = view.from + (event.offsetX / Math.max(1, width)) * size;
      zoom(event.deltaY + event.deltaX > 0 ? 1.25 : 0.8, at);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });
  const select = (place: number) => {
    const next = Math.min(total - 1, Math.max(0, place));
    onSelect(next);
    const element = scroller.current;
    if (!element) return;
    const top = next * laneHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + laneHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + laneHeight - element.clientHeight;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const acts: Record<string, () => void> = {
      ArrowLeft: () => moved(view.from - size / 8, size),
      ArrowRight: () => moved(view.from + size / 8, size),
      ArrowUp: () => select(selected - 1),
      ArrowDown: () => select(selected + 1),
      PageUp: () => select(selected - count),
      PageDown: () => select(selected + count),
      Home: () => moved(data.from, size),
      End: () => moved(data.to, size),
      '+': () => zoom(0.5),
      '=': () => zoom(0.5),
      '-': () => zoom(2),
      '0': () => moved(data.from, data.to - data.from),
    };
    const act = Object.hasOwn(acts, event.key) ? acts[event.key] : undefined;
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  };
  const onPointerMove = (event: PointerEvent) => {
    const { current } = drag;
    if (!current || Math.abs(event.clientX - current.x) < 3) return;
    const length = current.view.to - current.view.from;
    moved(current.view.from - ((event.clientX - current.x) * length) / Math.max(1, width), length);
  };
  const onScroll = (event: UIEvent<HTMLDivElement>) =>
    setFirst(Math.max(0, Math.min(total - count, Math.floor(event.currentTarget.scrollTop / laneHeight))));
  const ticks = timeTicks(view, data.layout.clock, Math.max(2, Math.floor(width / 130)));
  const above = { transform: `translateY(${first * laneHeight}px)` };
  return (
    <div>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is moved by keyboard as by pointer */}
      <div
        ref={scroller}
        role="application"
        aria-label={`Timelines, ${ticks.text(view.from)} to ${ticks.text(view.to)}. ${listed.names[selected] ?? ''} is chosen. Arrows move and choose, plus and minus zoom, 0 shows all.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it is moved by keyboard
        tabIndex={0}
        className={classes.lanes}
        style={{ height: Math.max(1, count) * laneHeight + 2 }}
        onKeyDown={onKeyDown}
        onScroll={onScroll}
      >
        <div className={classes.whole} style={{ height: total * laneHeight }}>
          <div className={classes.names} style={above}>
            {lanes.map((number, i) => (
              <button
                key={number}
                type="button"
                tabIndex={-1}
                className={classes.name}
                aria-pressed={number === chosen}
                style={{ height: laneHeight }}
                title={listed.names[first + i]}
                onClick={() => select(first + i)}
              >
                <span>{listed.names[first + i]}</span>
                <span className="quiet">{formatCount(listed.events[first + i] ?? 0)}</span>
              </button>
            ))}
          </div>
          <div
            ref={ref}
            className={classes.plot}
            style={{ ...above, height: lanes.length * laneHeight }}
            onPointerDown={(event) => {
              drag.current = { x: event.clientX, view };
              event.currentTarget.setPointerCapture(event.pointerId);
              const { top } = event.currentTarget.getBoundingClientRect();
              select(first + Math.floor((event.clientY - top) / laneHeight));
            }}
            onPointerMove={onPointerMove}
            onPointerUp={() => (drag.current = undefined)}
            onPointerCancel={() => (drag.current = undefined)}
          >
            <canvas
              ref={canvas}
              style={{ width: '100%', height: lanes.length * laneHeight, display: 'block' }}
            />
          </div>
        </div>
      </div>
      <div className={classes.axis} aria-hidden>
        {ticks.at.map((at) => (
          <span key={at} style={{ left: `${((at - view.from) / Math.max(1, size)) * 100}%` }}>
            {ticks.text(at)}
          </span>
        ))}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
    </div>
  );
}
