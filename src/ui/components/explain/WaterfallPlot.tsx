/** From the mean answer to this one, a step for each column; what many small ones come to is one step. */
import { useElementSize } from '@mantine/hooks';
import type { Contributions } from '#/core/explain/attribution';
import { tickFormat } from '#/core/tickText';
import { formatNumber } from '#/ui/charts/formatNumber';
import { readableOn, useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import type { ModelVersion } from '#/core/protocol/model';
import { clipped, type ReachingColumn } from './byReach';
import { signed } from './toldRow';
import { givenText } from './valueFormat';

const mostSteps = 16;
const rowHeight = 26;
const below = 40;
const above = 22;

interface Step {
  name: string;
  /** Absent: of several columns. */
  given?: string;
  by: number;
  from: number;
}

function stepsOf({ values, given, baseline }: Contributions, columns: readonly ReachingColumn[]): Step[] {
  const steps: Step[] = [];
  let from = baseline.value;
  const add = (name: string, text: string | undefined, by: number) => {
    steps.push({ name, ...(text !== undefined && { given: text }), by, from });
    from += by;
  };
  const shown = columns.length > mostSteps ? columns.slice(0, mostSteps - 1) : columns;
  const rest = columns.slice(shown.length);
  // The small ones first, next to where it begins: the largest ends at the answer.
  if (rest.length > 0)
    add(
      `${rest.length} other columns`,
      undefined,
      rest.reduce((sum, { column }) => sum + (values[2 * column] as number), 0),
    );
  for (const { column, name } of shown.toReversed())
    add(name, given[column] ?? '', values[2 * column] as number);
  return steps.reverse();
}

/** Below such a share of all that is drawn, a step is rounding. */
const leastShare = 1e-9;

export function WaterfallPlot({
  found,
  columns,
  version,
  fileName,
}: {
  found: Contributions;
  version: ModelVersion;
  columns: readonly ReachingColumn[];
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const steps = stepsOf(found, columns);
  const baseName = found.baseline.name.toLowerCase();
  const [base, answer] = [found.baseline.value, found.answers[0] as number];
  const ends = [base, answer, ...steps.flatMap(({ from, by }) => [from, from + by])];
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const room = (high - low) * 0.12 || 1;
  const labelOf = (name: string, given?: string) =>
    given === undefined ? name : givenText(version, name, given);
  const told = (by: number) => signed(Math.abs(by) < leastShare * (high - low) ? 0 : by);
  const left = Math.min(0.42 * width, 230);
  const right = 14;
  const x = (value: number) =>
    left + ((value - low + room) / (high - low + 2 * room)) * Math.max(10, width - left - right);
  const height = above + steps.length * rowHeight + below;
  const ticks = linearTicks([low - room, high + room], width < 480 ? 3 : 5);
  const text = tickFormat(ticks);
  const [more, less] = [theme.series[1] as string, theme.series[0] as string];
  return (
    <PlotFrame
      title={found.measure}
      figure={formatNumber(answer)}
      fileName={fileName}
      toTable={() => [
        ['column', 'value', 'contribution'],
        [baseName, null, base],
        ...columns.map(({ column, name }) => [
          name,
          found.given[column] ?? '',
          found.values[2 * column] as number,
        ]),
        ['answer', null, answer],
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{`${found.measure}: from ${formatNumber(base)} to ${formatNumber(answer)}`}</title>
            {ticks.map((tick) => (
              <g key={tick}>
                <line x1={x(tick)} x2={x(tick)} y1={above - 6} y2={height - below} stroke={theme.grid} />
                <text x={x(tick)} y={height - below + 15} textAnchor="middle" fill={theme.text}>
                  {text(tick)}
                </text>
              </g>
            ))}
            <line
              x1={x(base)}
              x2={x(base)}
              y1={above}
              y2={height - below}
              stroke={theme.text}
              strokeDasharray="3 3"
            />
            <text x={x(base)} y={height - 8} textAnchor="middle" fill={theme.text}>
              {baseName} {formatNumber(base)}
            </text>
            <text x={x(answer)} y={12} textAnchor="middle" fill={theme.text} fontWeight={600}>
              {formatNumber(answer)}
            </text>
            {steps.map(({ name, given, by, from }, i) => {
              const y = above + i * rowHeight;
              const [a, b] = [x(Math.min(from, from + by)), x(Math.max(from, from + by))];
              const inside = b - a > 64;
              return (
                <g key={name}>
                  <title>{`${labelOf(name, given)}: ${told(by)}`}</title>
                  <text x={left - 8} y={y + 16} textAnchor="end" fill={theme.text}>
                    {clipped(labelOf(name, given), left - 8)}
                  </text>
                  <rect
                    x={a}
                    y={y + 3}
                    width={Math.max(1, b - a)}
                    height={rowHeight - 8}
                    fill={by >= 0 ? more : less}
                  />
                  <text
                    x={inside ? (a + b) / 2 : b + 5 > width - 50 ? a - 5 : b + 5}
                    y={y + 16}
                    textAnchor={inside ? 'middle' : b + 5 > width - 50 ? 'end' : 'start'}
                    fill={inside ? readableOn(by >= 0 ? more : less) : theme.text}
                  >
                    {told(by)}
                  </text>
                  {i < steps.length - 1 && (
                    <line
                      x1={x(from)}
                      x2={x(from)}
                      y1={y + rowHeight - 5}
                      y2={y + rowHeight + 3}
                      stroke={theme.axis}
                    />
                  )}
                </g>
              );
            })}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
