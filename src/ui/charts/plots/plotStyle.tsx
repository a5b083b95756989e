/** What all Recharts plots share: axes, grid, hover box, in the style of the other charts. */
import type { ReactElement } from 'react';
import { tickFormat } from '#/core/tickText';
import type { ChartTheme } from '../palette';
import classes from './plots.module.css';

export const plotMargin = { top: 8, right: 16, bottom: 20, left: 4 };
export const plotHeight = 240;

export const axisStyle = (theme: ChartTheme, ticks: number[]) => ({
  type: 'number' as const,
  tick: { fontSize: 11, fill: theme.text },
  tickLine: { stroke: theme.axis },
  axisLine: { stroke: theme.axis },
  ticks,
  tickFormatter: tickFormat(ticks),
});

export const xTitle = (value: string, theme: ChartTheme) => ({
  value,
  position: 'insideBottom' as const,
  offset: -12,
  fontSize: 11,
  fill: theme.text,
});

export const yTitle = (value: string, theme: ChartTheme) => ({
  value,
  angle: -90,
  position: 'insideLeft' as const,
  offset: 8,
  fontSize: 11,
  fill: theme.text,
  style: { textAnchor: 'middle' as const },
});

export type TipLines = readonly (readonly [name: string, value: string])[];

/** Content for Recharts' Tooltip: what `lines` says of the point under the pointer. */
export const tipOf =
  <P,>(lines: (point: P) => TipLines) =>
  ({
    active,
    payload,
  }: {
    active?: boolean;
    payload?: readonly { payload?: unknown }[];
  }): ReactElement | null => {
    const point = payload?.[0]?.payload as P | undefined;
    if (!active || point === undefined) return null;
    return (
      <div className={classes.tip}>
        <dl>
          {lines(point).map(([name, value]) => (
            <Line key={name} name={name} value={value} />
          ))}
        </dl>
      </div>
    );
  };

function Line({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
