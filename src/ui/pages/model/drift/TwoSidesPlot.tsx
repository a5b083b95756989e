/** Both distributions over each other: bars of what there is now, and a stepped line of what there was. */
import { useElementSize } from '@mantine/hooks';
import type { DriftPicture } from '#/core/drift/driftReport';
import { tickFormat } from '#/core/tickText';
import { formatShare } from '#/ui/charts/formatNumber';
import { useChartTheme } from '#/ui/charts/palette';
import { PlotFrame } from '#/ui/charts/plots/PlotFrame';
import { linearTicks } from '#/ui/charts/scale';
import classes from './drift.module.css';

const height = 240;
const margin = { left: 48, right: 8, top: 8, bottom: 28 };
const labelWidth = 130;
const barHeight = 26;

interface Props {
  picture: DriftPicture;
  name: string;
  isDate: boolean;
  /** What is compared with. */
  of: string;
  fileName: string;
}

export function TwoSidesPlot({ picture, name, isDate, of, fileName }: Props) {
  const theme = useChartTheme();
  const { ref, width } = useElementSize();
  const [before, now] = [theme.series[0] ?? '', theme.series[1] ?? ''];
  const text = isDate ? (value: number) => new Date(value).toISOString().slice(0, 10) : String;
  return (
    <PlotFrame
      title={`${name} before and now`}
      fileName={fileName}
      toTable={() => [
        picture.edges ? ['from', 'to', 'before', 'now'] : [name, 'before', 'now'],
        ...picture.before.map((share, i) => [
          ...(picture.edges
            ? [picture.edges[i] ?? null, picture.edges[i + 1] ?? null]
            : [picture.labels?.[i] ?? '']),
          share,
          picture.now[i] ?? 0,
        ]),
      ]}
    >
      <div ref={ref}>
        {width > 0 &&
          (picture.edges ? (
            <Bins {...{ picture, width, theme, before, now, text }} name={name} />
          ) : (
            <Bars {...{ picture, width, theme, before, now }} name={name} />
          ))}
      </div>
      <ul className={classes.key}>
        <li>
          <i style={{ background: before }} />
          {of}
        </li>
        <li>
          <i style={{ background: now }} />
          rows compared
        </li>
      </ul>
    </PlotFrame>
  );
}

interface DrawProps {
  picture: DriftPicture;
  name: string;
  width: number;
  theme: ReturnType<typeof useChartTheme>;
  before: string;
  now: string;
}

function Bins({
  picture,
  name,
  width,
  theme,
  before,
  now,
  text,
}: DrawProps & { text(value: number): string }) {
  const edges = picture.edges ?? [];
  const [first, last] = [edges[0] ?? 0, edges.at(-1) ?? 1];
  const most = Math.max(...picture.before, ...picture.now, 1e-9);
  const x = (value: number) =>
    margin.left + ((value - first) / (last - first || 1)) * Math.max(10, width - margin.left - margin.right);
  const y = (share: number) =>
    height - margin.bottom - (share / most) * (height - margin.top - margin.bottom);
  const yTicks = linearTicks([0, most], 4);
  const xTicks = linearTicks([first, last], width < 420 ? 3 : 5);
  const format = tickFormat(xTicks);
  const line = picture.before
    .map(
      (share, i) =>
        `${i === 0 ? 'M' : 'L'}${x(edges[i] ?? 0)} ${y(share)}L${x(edges[i + 1] ?? 0)} ${y(share)}`,
    )
    .join('');
  return (
    <svg data-plot="" width={width} height={height} role="img" fontSize={11}>
      <title>{`${name} before and now`}</title>
      {yTicks.map((tick) => (
        <g key={tick}>
          <line x1={margin.left} x2={width - margin.right} y1={y(tick)} y2={y(tick)} stroke={theme.grid} />
          <text x={margin.left - 6} y={y(tick) + 4} textAnchor="end" fill={theme.text}>
            {formatShare(tick)}
          </text>
        </g>
      ))}
      {picture.now.map((share, i) => (
        <rect
          key={edges[i]}
          x={x(edges[i] ?? 0) + 0.5}
          width={Math.max(0.5, x(edges[i + 1] ?? 0) - x(edges[i] ?? 0) - 1)}
          y={y(share)}
          height={Math.max(0, height - margin.bottom - y(share))}
          fill={now}
          fillOpacity={0.55}
        >
          <title>{`${format(edges[i] ?? 0)} to ${format(edges[i + 1] ?? 0)}: ${formatShare(picture.before[i] ?? 0)} before, ${formatShare(share)} now`}</title>
        </rect>
      ))}
      <path d={line} fill="none" stroke={before} strokeWidth={2} />
      {xTicks.map((tick) => (
        <text key={tick} x={x(tick)} y={height - 10} textAnchor="middle" fill={theme.text}>
          {text === String ? format(tick) : text(tick)}
        </text>
      ))}
    </svg>
  );
}

function Bars({ picture, name, width, theme, before, now }: DrawProps) {
  const labels = picture.labels ?? [];
  const most = Math.max(...picture.before, ...picture.now, 1e-9);
  const left = Math.min(labelWidth, width * 0.35);
  const long = (share: number) => (share / most) * Math.max(10, width - left - 60);
  const all = labels.length * barHeight + 4;
  const clip = (label: string) =>
    label.length > left / 7 ? `${label.slice(0, Math.floor(left / 7) - 1)}…` : label;
  return (
    <svg data-plot="" width={width} height={all} role="img" fontSize={11}>
      <title>{`${name} before and now`}</title>
      {labels.map((label, i) => {
        const [was, is] = [picture.before[i] ?? 0, picture.now[i] ?? 0];
        const top = i * barHeight + 2;
        return (
          <g key={label}>
            <title>{`${label}: ${formatShare(was)} before, ${formatShare(is)} now`}</title>
            <text x={left - 8} y={top + 14} textAnchor="end" fill={theme.text}>
              {clip(label)}
            </text>
            <rect x={left} y={top + 1} width={Math.max(1, long(was))} height={9} fill={before} />
            <rect x={left} y={top + 11} width={Math.max(1, long(is))} height={9} fill={now} />
            <text x={left + Math.max(long(was), long(is)) + 6} y={top + 15} fill={theme.text}>
              {formatShare(is)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}
