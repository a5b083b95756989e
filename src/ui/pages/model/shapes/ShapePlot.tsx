/** One column's shape: what it adds to the answer at each value, how far the bags are apart, and the rows behind it. */
import { useElementSize } from '@mantine/hooks';
import { type PointerEvent, useRef } from 'react';
import type { ShownAxis } from '#/core/additive/shownShapes';
import type { ModelVersion } from '#/core/protocol/model';
import { tickFormat } from '#/core/tickText';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import { clipped } from '#/ui/components/explain/byReach';
import { axisText, binText, isMissingBin } from './binText';
import { placesOf } from './placesOf';

const height = 320;
const margin = { left: 60, right: 14, top: 12, bottom: 84 };
const rowsHeight = 36;

export interface ShapePlotProps {
  axis: ShownAxis;
  version: Pick<ModelVersion, 'inputs'>;
  /** In the unit of `measure`, by bin. */
  scores: readonly number[];
  /** Before they were changed; absent: they were not. */
  before?: readonly number[];
  spreads: readonly number[];
  rows: readonly number[];
  measure: string;
  chosen?: [number, number];
  onChoose: (bins: [number, number]) => void;
  fileName: string;
}

export function ShapePlot(props: ShapePlotProps) {
  const { axis, version, scores, before, spreads, rows, measure, chosen, onChoose, fileName } = props;
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const begun = useRef<number>(undefined);
  const inner = { left: margin.left, right: Math.max(margin.left + 10, width - margin.right) };
  const floor = height - margin.bottom;
  const { places, ticks } = placesOf(axis, inner, axisText(version, axis));
  const all = [
    ...scores.flatMap((score, i) => [score - (spreads[i] ?? 0), score + (spreads[i] ?? 0)]),
    ...(before ?? []),
    0,
  ];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low) * 0.05 || 1;
  const y = (value: number) =>
    floor - ((value - low + room) / (high - low + 2 * room)) * (floor - margin.top);
  const yTicks = linearTicks([low - room, high + room], 5);
  const yText = tickFormat(yTicks);
  const most = Math.max(...rows, 1);
  const plain = places.map((_, bin) => bin).filter((bin) => !isMissingBin(axis, bin) && !axis.categories);
  const line = (values: readonly number[]) =>
    plain
      .map((bin, i) => {
        const { from, to } = places[bin] as { from: number; to: number };
        return `${i === 0 ? 'M' : 'L'}${from.toFixed(1)} ${y(values[bin] as number).toFixed(1)}H${to.toFixed(1)}`;
      })
      .join('');
  const binAt = (event: PointerEvent<SVGSVGElement>): number => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const over = places.findIndex(({ from, to }) => x >= from && x <= to);
    if (over >= 0) return over;
    return places.reduce((so, { from, to }, bin) => {
      const { from: a, to: b } = places[so] as { from: number; to: number };
      return Math.abs((from + to) / 2 - x) < Math.abs((a + b) / 2 - x) ? bin : so;
    }, 0);
  };
  const name = `${measure} by ${axis.column}`;
  return (
    <PlotFrame
      title={name}
      figure={`${formatNumber(Math.min(...scores), 3)} to ${formatNumber(Math.max(...scores), 3)}`}
      fileName={fileName}
      toTable={() => [
        [axis.column, measure, 'spread', 'rows'],
        ...places.map((_, bin) => [
          binText(version, axis, bin),
          scores[bin] as number,
          spreads[bin] as number,
          rows[bin] as number,
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg
            data-plot=""
            width={width}
            height={height}
            role="img"
            fontSize={11}
            style={{ touchAction: 'pan-y', cursor: 'crosshair' }}
            onPointerDown={(event) => {
              const bin = binAt(event);
              begun.current = bin;
              event.currentTarget.setPointerCapture(event.pointerId);
              onChoose([bin, bin]);
            }}
            onPointerMove={(event) => {
              if (begun.current === undefined) return;
              const bin = binAt(event);
              onChoose([Math.min(begun.current, bin), Math.max(begun.current, bin)]);
            }}
            onPointerUp={() => {
              begun.current = undefined;
            }}
          >
            <title>{name}</title>
            {chosen && (
              <rect
                x={places[chosen[0]]?.from}
                width={Math.max(2, (places[chosen[1]]?.to ?? 0) - (places[chosen[0]]?.from ?? 0))}
                y={margin.top}
                height={floor + rowsHeight - margin.top}
                fill={theme.series[0]}
                opacity={0.12}
              />
            )}
            {yTicks.map((tick) => (
              <g key={tick}>
                <line
                  x1={inner.left}
                  x2={inner.right}
                  y1={y(tick)}
                  y2={y(tick)}
                  stroke={tick === 0 ? theme.axis : theme.grid}
                />
                <text x={inner.left - 6} y={y(tick) + 4} textAnchor="end" fill={theme.text}>
                  {yText(tick)}
                </text>
              </g>
            ))}
            {places.map(({ from, to }, bin) => (
              <g key={bin}>
                <title>
                  {`${binText(version, axis, bin)}: ${formatNumber(scores[bin], 4)} ± ${formatNumber(spreads[bin], 2)}, ${formatCount(rows[bin] ?? 0)} rows`}
                </title>
                <rect
                  x={from}
                  width={Math.max(0.5, to - from)}
                  y={margin.top}
                  height={floor + rowsHeight - margin.top}
                  fill="transparent"
                />
                <rect
                  x={from}
                  width={Math.max(0.75, to - from - (axis.categories ? 4 : 0))}
                  y={floor + rowsHeight - ((rows[bin] ?? 0) / most) * (rowsHeight - 6)}
                  height={((rows[bin] ?? 0) / most) * (rowsHeight - 6)}
                  fill={theme.axis}
                />
                <rect
                  x={from}
                  width={Math.max(0.75, to - from)}
                  y={y((scores[bin] ?? 0) + (spreads[bin] ?? 0))}
                  height={Math.max(
                    0,
                    y((scores[bin] ?? 0) - (spreads[bin] ?? 0)) - y((scores[bin] ?? 0) + (spreads[bin] ?? 0)),
                  )}
                  fill={theme.series[0]}
                  opacity={0.18}
                />
              </g>
            ))}
            {before && <path d={line(before)} fill="none" stroke={theme.text} strokeDasharray="4 3" />}
            <path d={line(scores)} fill="none" stroke={theme.series[0]} strokeWidth={2} />
            {places.map(
              ({ from, to }, bin) =>
                !plain.includes(bin) && (
                  <g key={bin}>
                    {before && (
                      <line
                        x1={from}
                        x2={to}
                        y1={y(before[bin] ?? 0)}
                        y2={y(before[bin] ?? 0)}
                        stroke={theme.text}
                        strokeDasharray="4 3"
                      />
                    )}
                    <line
                      x1={from}
                      x2={to}
                      y1={y(scores[bin] ?? 0)}
                      y2={y(scores[bin] ?? 0)}
                      stroke={theme.series[0]}
                      strokeWidth={3}
                    />
                  </g>
                ),
            )}
            <line
              x1={inner.left}
              x2={inner.right}
              y1={floor + rowsHeight}
              y2={floor + rowsHeight}
              stroke={theme.axis}
            />
            {ticks.map(({ at, label, room: own }) => (
              <text key={label} x={at} y={floor + rowsHeight + 16} textAnchor="middle" fill={theme.text}>
                {clipped(label ?? '', own)}
              </text>
            ))}
            <text x={(inner.left + inner.right) / 2} y={height - 8} textAnchor="middle" fill={theme.text}>
              {clipped(axis.column, inner.right - inner.left)}
            </text>
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
