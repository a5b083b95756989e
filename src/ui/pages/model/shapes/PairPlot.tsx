/** What two columns say together, beyond what each says alone: a map of its cells. */
import { useElementSize } from '@mantine/hooks';
import type { ShownTerm } from '#/core/additive/shownShapes';
import type { ModelVersion } from '#/core/protocol/model';
import { formatCount, formatNumber } from '#/ui/charts/formatNumber';
import { mixed, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { clipped } from '#/ui/components/explain/byReach';
import { axisText, binText, termTitle } from './binText';
import { placesOf } from './placesOf';

const [left, top, bottom] = [76, 8, 74];

export function PairPlot({
  term,
  version,
  scores,
  measure,
  fileName,
}: {
  term: ShownTerm;
  version: Pick<ModelVersion, 'inputs'>;
  scores: readonly number[];
  measure: string;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [first, second] = term.axes as [ShownTerm['axes'][number], ShownTerm['axes'][number]];
  const right = Math.max(left + 40, Math.min(width - 12, 640));
  const side = Math.min(right - left, 380);
  const height = top + side + bottom;
  const across = placesOf(first, { left, right }, axisText(version, first));
  const upward = placesOf(second, { left: 0, right: side }, axisText(version, second));
  const most = Math.max(...scores.map(Math.abs), 1e-30);
  const [low, high] = theme.ends;
  const fillOf = (value: number) => mixed(theme.background, value < 0 ? low : high, Math.abs(value) / most);
  const title = `${measure} by ${termTitle(term)}`;
  const text = (bin: number, other: number) =>
    `${first.column} ${binText(version, first, bin)}, ${second.column} ${binText(version, second, other)}`;
  const cells = scores.map((value, cell) => ({
    a: Math.floor(cell / second.bins),
    b: cell % second.bins,
    value,
    rows: term.rows[cell] ?? 0,
    spread: term.spreads[0]?.[cell] ?? 0,
  }));
  return (
    <PlotFrame
      title={title}
      figure={`${formatNumber(Math.min(...scores), 3)} to ${formatNumber(Math.max(...scores), 3)}`}
      fileName={fileName}
      toTable={() => [
        [first.column, second.column, measure, 'spread', 'rows'],
        ...cells.map(({ a, b, value, spread, rows }) => [
          binText(version, first, a),
          binText(version, second, b),
          value,
          spread,
          rows,
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{title}</title>
            {cells.map(({ a, b, value, rows, spread }) => {
              const [x, y] = [across.places[a], upward.places[b]];
              if (!x || !y) return null;
              return (
                <rect
                  key={`${a} ${b}`}
                  x={x.from}
                  width={Math.max(1, x.to - x.from)}
                  y={top + side - y.to}
                  height={Math.max(1, y.to - y.from)}
                  fill={fillOf(value)}
                  opacity={rows > 0 ? 1 : 0.35}
                >
                  <title>
                    {`${text(a, b)}: ${formatNumber(value, 4)} ± ${formatNumber(spread, 2)}, ${formatCount(rows)} rows`}
                  </title>
                </rect>
              );
            })}
            <rect x={left} y={top} width={right - left} height={side} fill="none" stroke={theme.grid} />
            {across.ticks.map(({ at, label, room }) => (
              <text key={label} x={at} y={top + side + 15} textAnchor="middle" fill={theme.text}>
                {clipped(label, room)}
              </text>
            ))}
            {upward.ticks.map(({ at, label }) => (
              <text key={label} x={left - 6} y={top + side - at + 4} textAnchor="end" fill={theme.text}>
                {clipped(label, left - 24)}
              </text>
            ))}
            <text x={(left + right) / 2} y={top + side + 34} textAnchor="middle" fill={theme.text}>
              {clipped(first.column, right - left)}
            </text>
            <text
              transform={`translate(12 ${top + side / 2}) rotate(-90)`}
              textAnchor="middle"
              fill={theme.text}
            >
              {clipped(second.column, side)}
            </text>
            {Array.from({ length: 41 }, (_, i) => (
              <rect
                key={i}
                x={(left + right) / 2 - 82 + 4 * i}
                y={height - 22}
                width={4.5}
                height={8}
                fill={fillOf(((i - 20) / 20) * most)}
              />
            ))}
            <text x={(left + right) / 2 - 88} y={height - 14} textAnchor="end" fill={theme.text}>
              {formatNumber(-most, 2)}
            </text>
            <text x={(left + right) / 2 + 88} y={height - 14} fill={theme.text}>
              {formatNumber(most, 2)}
            </text>
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
