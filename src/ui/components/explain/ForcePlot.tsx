/** What pushes an answer up from the left against what pushes it down from the right; they meet at the answer. */
import { useElementSize } from '@mantine/hooks';
import { formatNumber } from '#/ui/charts/formatNumber';
import { readableOn, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { AxisTicks } from './AxisTicks';
import { clipped } from './byReach';
import { contributionAt, type ContributionsPlotProps } from './contributionsPlot';
import { signed } from './toldRow';
import { givenText } from './valueFormat';

const top = 44;
const thick = 30;
const height = 168;
const point = 7;
const leastLabel = 52;

interface Push {
  name: string;
  given: string;
  by: number;
  /** Of the axis, left first. */
  from: number;
  to: number;
}

export function ForcePlot({ found, columns, version, fileName }: ContributionsPlotProps) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [base, answer] = [found.baseline.value, found.answers[0] as number];
  const pushes = pushesOf(found, columns, answer);
  const [low, high] = [
    Math.min(base, answer, ...pushes.map(({ from }) => from)),
    Math.max(base, answer, ...pushes.map(({ to }) => to)),
  ];
  const room = (high - low) * 0.06 || 1;
  const side = 16;
  const x = (value: number) =>
    side + ((value - low + room) / (high - low + 2 * room)) * Math.max(10, width - 2 * side);
  const baseName = found.baseline.name.toLowerCase();
  // Next to each other they would lie on each other.
  const near = Math.abs(x(base) - x(answer)) < 120;
  return (
    <PlotFrame
      title={`${found.measure}: forces`}
      figure={formatNumber(answer)}
      fileName={fileName}
      toTable={() => [
        ['column', 'value', 'contribution', 'from', 'to'],
        [baseName, null, null, null, base],
        ...pushes.map(({ name, given, by, from, to }) => [
          name,
          given,
          by,
          by > 0 ? from : to,
          by > 0 ? to : from,
        ]),
        ['answer', null, null, null, answer],
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{`${found.measure}: what pushes the answer from ${formatNumber(base)} to ${formatNumber(answer)}`}</title>
            <AxisTicks
              domain={[low - room, high + room]}
              x={x}
              top={top - 8}
              bottom={height - 24}
              narrow={width < 480}
            />
            {pushes.map(({ name, given, by, from, to }) => {
              const [a, b] = [x(from), x(to)];
              const tip = Math.min(point, b - a);
              const [y1, y2, middle] = [top, top + thick, top + thick / 2];
              const shape =
                by > 0
                  ? `M${a} ${y1}H${b - tip}L${b} ${middle}L${b - tip} ${y2}H${a}L${a + tip} ${middle}Z`
                  : `M${b} ${y1}H${a + tip}L${a} ${middle}L${a + tip} ${y2}H${b}L${b - tip} ${middle}Z`;
              const fill = (by > 0 ? theme.series[1] : theme.series[0]) as string;
              const label = givenText(version, name, given);
              return (
                <g key={name}>
                  <title>{`${label}: ${signed(by)}`}</title>
                  <path d={shape} fill={fill} stroke={theme.background} strokeWidth={1} />
                  {b - a >= leastLabel && (
                    <>
                      <text
                        x={(a + b) / 2}
                        y={middle + 4}
                        textAnchor="middle"
                        fill={readableOn(fill)}
                        fontWeight={600}
                      >
                        {signed(by)}
                      </text>
                      <text x={(a + b) / 2} y={y2 + 18} textAnchor="middle" fill={theme.text}>
                        {clipped(name, b - a)}
                      </text>
                      <text x={(a + b) / 2} y={y2 + 33} textAnchor="middle" fill={theme.text}>
                        {clipped(label.slice(name.length).replace(/^( = |, )/, ''), b - a)}
                      </text>
                    </>
                  )}
                </g>
              );
            })}
            <line
              x1={x(base)}
              x2={x(base)}
              y1={top - 8}
              y2={height - 24}
              stroke={theme.text}
              strokeDasharray="3 3"
            />
            <text x={held(x(base), width)} y={near ? 14 : top - 14} textAnchor="middle" fill={theme.text}>
              {baseName} {formatNumber(base)}
            </text>
            <line x1={x(answer)} x2={x(answer)} y1={top - 8} y2={top + thick + 6} stroke={theme.text} />
            <text
              x={held(x(answer), width)}
              y={top - 14}
              textAnchor="middle"
              fill={theme.text}
              fontWeight={600}
            >
              {formatNumber(answer)}
            </text>
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}

/** So that a text in the middle of it is not cut. */
const held = (at: number, width: number): number => Math.max(70, Math.min(width - 70, at));

/** The largest next to the answer. */
function pushesOf(
  found: ContributionsPlotProps['found'],
  columns: ContributionsPlotProps['columns'],
  answer: number,
): Push[] {
  let [left, right] = [answer, answer];
  return columns.flatMap(({ name, column }): Push[] => {
    const by = contributionAt(found, 0, column);
    if (by === 0) return [];
    const given = found.given[column] ?? '';
    if (by > 0) {
      left -= by;
      return [{ name, given, by, from: left, to: left + by }];
    }
    right -= by;
    return [{ name, given, by, from: right + by, to: right }];
  });
}
