/** A chart of thousands of marks: they on a canvas, its axes and what is pointed at as shapes over it. */
import { useElementSize } from '@mantine/hooks';
import {
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useRef,
} from 'react';
import { PlotFrame, type PlotFrameProps } from '../plots/PlotFrame';
import { canvasInk, drawInto, type Ink } from './ink';
import classes from './inkPlot.module.css';

/** What can be pointed at and walked over with the arrow keys. */
export interface Walked {
  /** What one of them is: "row". */
  noun: string;
  /** In the order in which they are walked. */
  order: readonly number[];
  marked: number | undefined;
  /** What the marked one says. */
  told: string;
  /** Where the pointer is; without, it left. */
  onPoint: (at: { x: number; y: number; width: number } | undefined) => void;
  /** Without one: that which is pointed at. */
  onPick: (one?: number) => void;
}

export interface InkPlotProps extends Pick<PlotFrameProps, 'title' | 'figure' | 'fileName' | 'toTable'> {
  /** Said of the picture to whoever does not see it. */
  alt: string;
  height: number;
  /** Of the same function the same marks: keep it while they stay. */
  draw: (ink: Ink, width: number) => void;
  children: (width: number) => ReactNode;
  walked?: Walked;
}

export function InkPlot({ alt, height, draw, children, walked, ...frame }: InkPlotProps) {
  const { ref, width } = useElementSize();
  const canvas = useRef<HTMLCanvasElement>(null);
  const complete = useCallback(
    (svg: SVGSVGElement) => drawInto(svg, (ink) => draw(ink, width)),
    [draw, width],
  );
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!canvas.current || !context || width === 0) return;
    const scale = globalThis.devicePixelRatio || 1;
    canvas.current.width = Math.round(width * scale);
    canvas.current.height = Math.round(height * scale);
    context.scale(scale, scale);
    draw(canvasInk(context), width);
  }, [draw, width, height]);
  return (
    <PlotFrame {...frame} complete={complete}>
      <div
        ref={ref}
        className={classes.plot}
        style={{ height }}
        {...(walked && walkedProps(walked, `${frame.title}: ${walked.noun}`, width))}
      >
        <canvas ref={canvas} aria-hidden="true" />
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{alt}</title>
            {children(width)}
          </svg>
        )}
      </div>
      {walked && <p className={classes.told}>{walked.told}</p>}
    </PlotFrame>
  );
}

const leap = 10;

function walkedProps(
  { order, marked, told, onPoint, onPick }: Walked,
  label: string,
  width: number,
): HTMLAttributes<HTMLDivElement> {
  const at = marked === undefined ? -1 : order.indexOf(marked);
  const last = order.length - 1;
  const point = ({ currentTarget, clientX, clientY }: PointerEvent<HTMLDivElement>) => {
    const { left, top } = currentTarget.getBoundingClientRect();
    onPoint({ x: clientX - left, y: clientY - top, width });
  };
  return {
    role: 'slider',
    tabIndex: 0,
    'aria-label': label,
    'aria-valuemin': 1,
    'aria-valuemax': order.length,
    'aria-valuenow': at + 1,
    'aria-valuetext': told || 'none',
    onPointerMove: point,
    onPointerDown: point,
    onPointerLeave: () => onPoint(undefined),
    onClick: () => onPick(),
    onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
      const next = new Map([
        ['ArrowRight', at + 1],
        ['ArrowUp', at + 1],
        ['ArrowLeft', at - 1],
        ['ArrowDown', at - 1],
        ['PageUp', at + leap],
        ['PageDown', at - leap],
        ['Home', 0],
        ['End', last],
      ]).get(event.key);
      if (next === undefined) return;
      event.preventDefault();
      onPoint(undefined);
      onPick(order[Math.max(0, Math.min(last, next))]);
    },
  };
}
