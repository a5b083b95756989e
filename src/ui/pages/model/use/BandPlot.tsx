/** Lines over windows, each with a band where there is one. */
import { useElementSize } from '@mantine/hooks';
import { formatNumber } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { makeScale, paddedDomain } from '#/ui/charts/scale';
import classes from './use.module.css';

export interface BandLine {
  name: string;
  /** Of each window; undefined: nothing is known there. */
  values: readonly ({ value: number; low?: number; high?: number } | undefined)[];
}

/** From so many times the least on, most of a linear axis would be empty. */
const farAbove = 20;
const height = 220;
const margin = { left: 64, right: 12, top: 10, bottom: 28 };

export function BandPlot({
  title,
  fileName,
  labels,
  lines,
  unit,
  zero = false,
  wide = false,
}: {
  title: string;
  fileName: string;
  /** Of each window. */
  labels: readonly string[];
  lines: readonly BandLine[];
  /** How a value is written. */
  unit: (value: number) => string;
  /** Draws the line of zero. */
  zero?: boolean;
  /** Where some values are far above the others the axis is logarithmic. */
  wide?: boolean;
}) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const all = lines.flatMap(({ values }) =>
    values.flatMap((one) => (one ? [one.value, one.low ?? one.value, one.high ?? one.value] : [])),
  );
  const [least, most] = [Math.min(...all, ...(zero ? [0] : [])), Math.max(...all, ...(zero ? [0] : []))];
  const kind = wide && least > 0 && most > farAbove * least ? 'log' : 'linear';
  const room = (most - least || Math.abs(most) || 1) * 0.06;
  const domain: [number, number] =
    kind === 'log' ? paddedDomain([least, most], kind) : [least - room, most + room];
  const { toPixel: y, ticks } = makeScale(kind, domain, [height - margin.bottom, margin.top], 4);
  const step = Math.max(1, width - margin.left - margin.right) / Math.max(1, labels.length - 1);
  const x = (at: number) => (labels.length === 1 ? (margin.left + width) / 2 : margin.left + at * step);
  const color = (line: number) => theme.series[line] as string;
  const every = Math.max(1, Math.ceil(90 / step));
  return (
    <PlotFrame
      title={title}
      fileName={fileName}
      toTable={() => [
        ['', ...lines.flatMap(({ name }) => [name, `${name} low`, `${name} high`])],
        ...labels.map((label, at) => [
          label,
          ...lines.flatMap(({ values }) => {
            const one = values[at];
            return [one?.value ?? null, one?.low ?? null, one?.high ?? null];
          }),
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 && (
          <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
            <title>{title}</title>
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
                  {unit(tick)}
                </text>
              </g>
            ))}
            {zero && (
              <line
                x1={margin.left}
                x2={width - margin.right}
                y1={y(0)}
                y2={y(0)}
                stroke={theme.text}
                strokeDasharray="4 3"
              />
            )}
            {lines.map(({ name, values }, line) => {
              const known = values.flatMap((one, at) => (one ? [{ ...one, at }] : []));
              const band = known.filter(({ low, high }) => low !== undefined && high !== undefined);
              return (
                <g key={name}>
                  {band.length > 1 && (
                    <polygon
                      points={[
                        ...band.map(({ at, high = 0 }) => `${x(at)} ${y(high)}`),
                        ...band.toReversed().map(({ at, low = 0 }) => `${x(at)} ${y(low)}`),
                      ].join(' ')}
                      fill={color(line)}
                      fillOpacity={0.15}
                    />
                  )}
                  <polyline
                    points={known.map(({ at, value }) => `${x(at)} ${y(value)}`).join(' ')}
                    fill="none"
                    stroke={color(line)}
                    strokeWidth={2}
                  />
                  {known.length <= 30 &&
                    known.map(({ at, value, low, high }) => (
                      <circle key={at} cx={x(at)} cy={y(value)} r={3} fill={color(line)}>
                        <title>{`${labels[at]}: ${name} ${unit(value)}${low === undefined || high === undefined ? '' : ` (${unit(low)} to ${unit(high)})`}`}</title>
                      </circle>
                    ))}
                </g>
              );
            })}
            {labels.map((label, at) =>
              at % every === 0 && (at === 0 || x(at) < width - 40) ? (
                <text
                  // biome-ignore lint/suspicious/noArrayIndexKey: windows have no other name
                  key={at}
                  x={x(at)}
                  y={height - 10}
                  textAnchor={at === 0 ? 'start' : 'middle'}
                  fill={theme.text}
                >
                  {label}
                </text>
              ) : null,
            )}
          </svg>
        )}
      </div>
      <ul className={classes.key}>
        {lines.map(({ name }, line) => (
          <li key={name}>
            <i style={{ background: color(line) }} />
            {name}
          </li>
        ))}
        {kind === 'log' && <li>logarithmic axis</li>}
      </ul>
    </PlotFrame>
  );
}

export const inPercent = (share: number): string => `${formatNumber(100 * share, 3)} %`;
