/** Two columns as a map: orange where together they raise the answer, blue where they lower it; cells without rows are hatched. */
import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import type { Surface } from '#/core/explain/attribution';
import type { ModelVersion } from '#/core/protocol/model';
import { formatNumber } from '#/ui/charts/formatNumber';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { clipped } from './byReach';
import { valueFormat } from './valueFormat';

const [left, top, bottom, legend] = [72, 8, 40, 34];

export function SurfacePlot({
  found,
  version,
  fileName,
}: {
  found: Surface;
  version: Pick<ModelVersion, 'inputs'>;
  fileName: string;
}) {
  const theme = useChartTheme();
  const hatch = useId();
  const { ref, width } = useElementSize();
  const {
    columns: [first, second],
    values,
    counts,
    measure,
  } = found;
  const [m, n] = [first.positions.length - 1, second.positions.length - 1];
  const plot = Math.min(560, Math.max(0, width - left - 12));
  const side = Math.min(plot, 420);
  const height = top + side + bottom + legend;
  const most = Math.max(...Array.from(values, Math.abs), 1e-30);
  const [low, high] = theme.ends;
  const fillOf = (value: number) => mixed(theme.background, value < 0 ? low : high, Math.abs(value) / most);
  const at = (i: number, k: number) => values[i * (n + 1) + k] as number;
  const x = (i: number) => left + (i / m) * plot;
  const y = (k: number) => top + side - (k / n) * side;
  const format = (name: string) => valueFormat(version, name) ?? ((value: number) => formatNumber(value, 3));
  const [textX, textY] = [format(first.name), format(second.name)];
  const title = `${measure}: ${first.name} and ${second.name}`;
  const every = (count: number, room: number) => Math.max(1, Math.ceil((count * 56) / Math.max(1, room)));
  const cells = Array.from({ length: m * n }, (_, cell) => {
    const [i, k] = [Math.floor(cell / n), cell % n];
    return {
      i,
      k,
      value: (at(i, k) + at(i + 1, k) + at(i, k + 1) + at(i + 1, k + 1)) / 4,
      rows: counts[cell] as number,
    };
  });
  return (
    <PlotFrame
      title={title}
      figure={`${found.rows.toLocaleString('en')} rows`}
      fileName={fileName}
      toTable={() => [
        [first.name, second.name, measure],
        ...first.positions.flatMap((a, i) => second.positions.map((b, k) => [a, b, at(i, k)])),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{title}</title>
            <defs>
              <pattern
                id={hatch}
                width={6}
                height={6}
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <line x1={0} y1={0} x2={0} y2={6} stroke={theme.text} strokeWidth={1} opacity={0.45} />
              </pattern>
            </defs>
            {cells.map(({ i, k, value, rows }) => (
              <g key={`${i} ${k}`}>
                <title>
                  {`${first.name} ${textX(first.positions[i] as number)} to ${textX(first.positions[i + 1] as number)}, ${second.name} ${textY(second.positions[k] as number)} to ${textY(second.positions[k + 1] as number)}: ${rows === 0 ? 'no rows' : `${formatNumber(value)}, ${rows} rows`}`}
                </title>
                <rect
                  x={x(i)}
                  y={y(k + 1)}
                  width={plot / m}
                  height={side / n}
                  fill={fillOf(value)}
                  stroke={theme.grid}
                  strokeWidth={0.5}
                />
                {rows === 0 && (
                  <rect x={x(i)} y={y(k + 1)} width={plot / m} height={side / n} fill={`url(#${hatch})`} />
                )}
              </g>
            ))}
            {first.positions.map(
              (value, i) =>
                i % every(m, plot) === 0 && (
                  <text key={value} x={x(i)} y={top + side + 14} textAnchor="middle" fill={theme.text}>
                    {textX(value)}
                  </text>
                ),
            )}
            {second.positions.map(
              (value, k) =>
                k % every(n, 2 * side) === 0 && (
                  <text key={value} x={left - 6} y={y(k) + 4} textAnchor="end" fill={theme.text}>
                    {textY(value)}
                  </text>
                ),
            )}
            <text x={left + plot / 2} y={top + side + 32} textAnchor="middle" fill={theme.text}>
              {clipped(first.name, plot)}
            </text>
            <text
              transform={`translate(12 ${top + side / 2}) rotate(-90)`}
              textAnchor="middle"
              fill={theme.text}
            >
              {clipped(second.name, side)}
            </text>
            {Array.from({ length: 41 }, (_, i) => (
              <rect
                key={i}
                x={left + plot / 2 - 82 + 4 * i}
                y={height - 22}
                width={4.5}
                height={8}
                fill={fillOf(((i - 20) / 20) * most)}
              />
            ))}
            <text x={left + plot / 2 - 88} y={height - 14} textAnchor="end" fill={theme.text}>
              {formatNumber(-most, 2)}
            </text>
            <text x={left + plot / 2 + 88} y={height - 14} fill={theme.text}>
              {formatNumber(most, 2)}
            </text>
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
