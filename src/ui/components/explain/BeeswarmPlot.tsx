/** A point for each row and column: how far the column moves the row's answer, by colour where its value stands. */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import type { Contributions } from '#/core/explain/attribution';
import { tickFormat } from '#/core/tickText';
import { formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import { clipped, type ReachingColumn } from './byReach';

const mostColumns = 16;
/** More are thinned evenly. */
const mostRows = 1000;
const rowHeight = 34;
const below = 52;
const radius = 2.6;
const bins = 80;

/** From low to high: apart in lightness as well, for whoever sees no colours. */
const ends = [
  [0x1b, 0x5e, 0xb8],
  [0xf0, 0x9a, 0x2a],
] as const;
const colourOf = (place: number): string =>
  `rgb(${ends[0].map((low, i) => Math.round(low + place * ((ends[1][i] as number) - low))).join(' ')})`;

/** Points of one column: those that would lie on each other are set beside each other, up and down in turn. */
function swarm(found: Contributions, column: number, low: number, high: number) {
  const [rows, width] = found.shape;
  const counts = new Map<number, number>();
  const stride = Math.ceil(rows / mostRows);
  return Array.from({ length: Math.ceil(rows / stride) }, (_, i) => {
    const row = i * stride;
    const at = (row * width + column) * 2;
    const value = found.values[at] as number;
    const bin = Math.round(((value - low) / (high - low || 1)) * bins);
    const before = counts.get(bin) ?? 0;
    counts.set(bin, before + 1);
    const side = (before % 2 === 1 ? 1 : -1) * Math.ceil(before / 2);
    return { row, value, place: found.values[at + 1] as number, side };
  });
}

export function BeeswarmPlot({
  found,
  columns,
  fileName,
}: {
  found: Contributions;
  columns: readonly ReachingColumn[];
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const shown = columns.slice(0, mostColumns);
  const [rows, count] = found.shape;
  const { low, high, swarms } = useMemo(() => {
    let [least, most] = [0, 0];
    for (let at = 0; at < found.values.length; at += 2) {
      least = Math.min(least, found.values[at] as number);
      most = Math.max(most, found.values[at] as number);
    }
    return {
      low: least,
      high: most,
      swarms: columns.slice(0, mostColumns).map(({ column }) => swarm(found, column, least, most)),
    };
  }, [found, columns]);
  const left = Math.min(0.36 * width, 190);
  const x = (value: number) =>
    left + 8 + ((value - low) / (high - low || 1)) * Math.max(10, width - left - 24);
  const height = shown.length * rowHeight + below;
  const ticks = linearTicks([low, high], width < 480 ? 3 : 6);
  const text = tickFormat(ticks);
  const key = Math.min(width - 150, Math.max(left, width - 260));
  return (
    <PlotFrame
      title={`${found.measure}: what columns add`}
      figure={
        shown.length < columns.length
          ? `the first ${shown.length} of ${columns.length} columns`
          : `${rows} rows`
      }
      fileName={fileName}
      toTable={() => [
        ['row', ...columns.map(({ name }) => name), 'answer'],
        ...Array.from({ length: rows }, (_, row) => [
          row,
          ...columns.map(({ column }) => found.values[(row * count + column) * 2] as number),
          found.answers[row] as number,
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{`${found.measure}: contributions of ${shown.length} columns over ${rows} rows`}</title>
            {ticks.map((tick) => (
              <g key={tick}>
                <line x1={x(tick)} x2={x(tick)} y1={4} y2={height - below} stroke={theme.grid} />
                <text x={x(tick)} y={height - below + 15} textAnchor="middle" fill={theme.text}>
                  {text(tick)}
                </text>
              </g>
            ))}
            <line x1={x(0)} x2={x(0)} y1={4} y2={height - below} stroke={theme.axis} />
            {shown.map(({ name, reach }, i) => {
              const y = (i + 0.5) * rowHeight;
              return (
                <g key={name}>
                  <title>{`${name}: ${formatNumber(reach)} in the mean, whichever way`}</title>
                  <text x={left - 8} y={y + 4} textAnchor="end" fill={theme.text}>
                    {clipped(name, left - 8)}
                  </text>
                  {swarms[i]?.map(({ row, value, place, side }) => (
                    <circle
                      key={row}
                      cx={x(value)}
                      cy={y + Math.max(-13, Math.min(13, side * 2.4))}
                      r={radius}
                      fill={Number.isNaN(place) ? theme.text : colourOf(place)}
                    />
                  ))}
                </g>
              );
            })}
            <g aria-hidden="true">
              {Array.from({ length: 24 }, (_, i) => (
                <rect
                  key={i}
                  x={key + i * 2.5}
                  y={height - 18}
                  width={2.6}
                  height={8}
                  fill={colourOf(i / 23)}
                />
              ))}
              <text x={key - 6} y={height - 10} textAnchor="end" fill={theme.text}>
                value: low
              </text>
              <text x={key + 66} y={height - 10} fill={theme.text}>
                high (grey: texts)
              </text>
            </g>
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
