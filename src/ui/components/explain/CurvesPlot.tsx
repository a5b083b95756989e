import { useElementSize } from '@mantine/hooks';
import type { DependenceCurves } from '#/core/explain/attribution';
import { tickFormat } from '#/core/tickText';
import { formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import type { ModelVersion } from '#/core/protocol/model';
import { clipped } from './byReach';
import { valueFormat } from './valueFormat';

const height = 250;
const margin = { left: 56, right: 12, top: 10, bottom: 40 };

/** One column's curves; all columns share the axis of answers, so that they can be compared. */
export function CurvesPlot({
  found,
  column,
  version,
  fileName,
}: {
  found: DependenceCurves;
  version: ModelVersion;
  column: number;
  fileName: string;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [, curves, most] = found.shape;
  const { name, labels, positions } = found.columns[column] as DependenceCurves['columns'][number];
  const isNumber = positions.length > 0;
  const count = labels.length;
  const [low, high] = found.range;
  const room = (high - low) * 0.05 || 1;
  const places = isNumber ? positions : labels.map((_, i) => i);
  const [first, last] = [places[0] ?? 0, places.at(-1) ?? 1];
  const x = (place: number) =>
    margin.left + ((place - first) / (last - first || 1)) * Math.max(10, width - margin.left - margin.right);
  const y = (value: number) =>
    height -
    margin.bottom -
    ((value - low + room) / (high - low + 2 * room)) * (height - margin.top - margin.bottom);
  const valuesOf = (curve: number) =>
    found.values.subarray((column * curves + curve) * most, (column * curves + curve) * most + count);
  const pathOf = (curve: number): string =>
    Array.from(
      valuesOf(curve),
      (value, i) => `${i === 0 ? 'M' : 'L'}${x(places[i] as number).toFixed(1)} ${y(value).toFixed(1)}`,
    ).join('');
  const yTicks = linearTicks([low - room, high + room], 5);
  const xTicks = isNumber ? linearTicks([first, last], width < 420 ? 3 : 5) : places;
  const isDate = version.inputs.some((input) => input.name === name && input.type === 'datetime');
  const yText = tickFormat(yTicks);
  const xText = (isDate && valueFormat(version, name)) || tickFormat(isNumber ? xTicks : [0, 1]);
  const mean = valuesOf(0);
  return (
    <PlotFrame
      title={`${found.measure} by ${name}`}
      figure={
        count > 0 ? `${formatNumber(Math.min(...mean))} to ${formatNumber(Math.max(...mean))}` : 'no value'
      }
      fileName={fileName}
      toTable={() => [
        [name, 'mean', ...Array.from({ length: curves - 1 }, (_, i) => `row ${i + 1}`)],
        ...labels.map((label, i) => [
          isNumber ? (positions[i] as number) : label,
          ...Array.from({ length: curves }, (_, curve) => valuesOf(curve)[i] as number),
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{`${found.measure} by ${name}`}</title>
            {yTicks.map((tick) => (
              <g key={tick}>
                <line
                  x1={margin.left}
                  x2={width - margin.right}
                  y1={y(tick)}
                  y2={y(tick)}
                  stroke={theme.grid}
                />
                <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end" fill={theme.text}>
                  {yText(tick)}
                </text>
              </g>
            ))}
            {xTicks.map((tick, i) => (
              <text
                key={tick}
                x={x(tick)}
                y={height - margin.bottom + 16}
                textAnchor={
                  !isNumber && i === 0 ? 'start' : !isNumber && i === xTicks.length - 1 ? 'end' : 'middle'
                }
                fill={theme.text}
              >
                {isNumber
                  ? xText(tick)
                  : i === 0 || i === count - 1 || width > count * 74
                    ? clipped(
                        labels[i] ?? '',
                        isNumber ? width : width / Math.min(count, Math.max(2, width / 74)),
                      )
                    : ''}
              </text>
            ))}
            <text x={(margin.left + width) / 2} y={height - 6} textAnchor="middle" fill={theme.text}>
              {clipped(name, width - margin.left)}
            </text>
            {Array.from({ length: curves - 1 }, (_, i) => (
              <path key={i} d={pathOf(i + 1)} fill="none" stroke={theme.text} strokeOpacity={0.22} />
            ))}
            <path d={pathOf(0)} fill="none" stroke={theme.series[0]} strokeWidth={2.5} />
            {!isNumber &&
              Array.from(mean, (value, i) => (
                <circle key={labels[i]} cx={x(i)} cy={y(value)} r={3.5} fill={theme.series[0]} />
              ))}
          </svg>
        )}
      </div>
    </PlotFrame>
  );
}
