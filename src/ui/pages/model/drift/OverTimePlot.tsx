/** How far a column is from what was learnt, window by window; the band is what chance alone reaches. */
import { useElementSize } from '@mantine/hooks';
import type { ColumnDrift, DriftReport } from '#/core/drift/driftReport';
import { formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import { verdictWords } from './VerdictMark';

const height = 240;
const margin = { left: 48, right: 12, top: 10, bottom: 28 };

export function OverTimePlot({
  column,
  windows,
  fileName,
}: {
  column: ColumnDrift;
  windows: DriftReport['windows'];
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const { overTime } = column;
  const most =
    Math.max(0.05, ...overTime.flatMap(({ distance, chance }) => [distance ?? 0, chance ?? 0])) * 1.05;
  const step = Math.max(10, width - margin.left - margin.right) / Math.max(1, windows.length);
  const x = (window: number) => margin.left + (window + 0.5) * step;
  const y = (value: number) =>
    height - margin.bottom - (value / most) * (height - margin.top - margin.bottom);
  const points = overTime.flatMap(({ distance }, i) => (distance === null ? [] : [`${x(i)} ${y(distance)}`]));
  const ticks = linearTicks([0, most], 4);
  const short = (title: string | undefined) => (title ?? '').replace(/^rows /, '').split(' to ')[0] ?? '';
  return (
    <PlotFrame
      title={`${column.name} over time`}
      fileName={fileName}
      toTable={() => [
        ['window', 'rows', 'distance', 'reached by chance', 'missing', 'verdict'],
        ...windows.map(({ title, rows }, i) => {
          const moment = overTime[i];
          return [
            title,
            rows,
            moment?.distance ?? null,
            moment?.chance ?? null,
            moment?.missing ?? null,
            moment?.verdict ?? '',
          ];
        }),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{`${column.name} over time`}</title>
            {ticks.map((tick) => (
              <g key={tick}>
                <line
                  x1={margin.left}
                  x2={width - margin.right}
                  y1={y(tick)}
                  y2={y(tick)}
                  stroke={theme.grid}
                />
                <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end" fill={theme.text}>
                  {formatNumber(tick, 2)}
                </text>
              </g>
            ))}
            {overTime.map(({ chance }, i) => (
              <rect
                key={windows[i]?.title}
                x={x(i) - step / 2}
                width={step}
                y={y(chance ?? 0)}
                height={Math.max(0, height - margin.bottom - y(chance ?? 0))}
                fill={theme.text}
                fillOpacity={0.14}
              />
            ))}
            <polyline points={points.join(' ')} fill="none" stroke={theme.series[1]} strokeWidth={2} />
            {overTime.map(({ distance, verdict, chance }, i) =>
              distance === null ? null : (
                <circle
                  key={windows[i]?.title}
                  cx={x(i)}
                  cy={y(distance)}
                  r={verdict === 'drifted' ? 6 : 3.5}
                  fill={verdict === 'drifted' ? theme.series[6] : theme.series[1]}
                >
                  <title>{`${windows[i]?.title}: ${formatNumber(distance, 3)}, by chance ${formatNumber(chance, 3)}; ${verdictWords[verdict]}`}</title>
                </circle>
              ),
            )}
            {windows.map(({ title }, i) => {
              const every = Math.max(1, Math.ceil(80 / step));
              return i % every === 0 ? (
                <text
                  key={title}
                  x={x(i)}
                  y={height - 10}
                  textAnchor={i === 0 ? 'start' : 'middle'}
                  fill={theme.text}
                >
                  {short(title)}
                </text>
              ) : null;
            })}
          </svg>
        )}
      </div>
      <p className="quiet">Grey: what chance alone reaches. A large mark: drifted in this window.</p>
    </PlotFrame>
  );
}
