/** The crosshair: where it is, the value there, and the value over time. */
import { unitText } from '#/core/grid/unitText';
import { Slider } from '@mantine/core';
import { useMemo } from 'react';
import type { FrameSize } from '#/core/slices/slicePixels';
import { CurveChart } from '#/ui/charts/CurveChart';
import { formatNumber } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import styles from './grid.module.css';
import { coordinateAt } from '#/core/grid/coordinateAt';
import { coordinateText, type ViewerAxes } from './gridSource';

export interface PointPanelProps {
  axes: ViewerAxes;
  size: FrameSize;
  labels: readonly [string, string, string];
  point: readonly [number, number, number];
  value?: number;
  unit?: string;
  /** Of every moment; absent while it loads. */
  trace?: Float32Array;
  onPoint(point: [number, number, number]): void;
}

export function PointPanel({ axes, size, labels, point, value, unit, trace, onPoint }: PointPanelProps) {
  const theme = useChartTheme();
  const curves = useMemo(
    () => [
      {
        id: 'trace',
        label: 'value',
        color: seriesColor(theme, 0),
        points: trace
          ? Array.from(trace, (y, t) => ({ x: coordinateAt(axes.time, t), y })).filter(
              ({ y }) => !Number.isNaN(y),
            )
          : [],
      },
    ],
    [trace, axes.time, theme],
  );
  const spatial = [axes.x, axes.y, axes.z] as const;
  return (
    <>
      <dl className={styles.facts}>
        <dt>Value</dt>
        <dd className="num" aria-label="Value at the crosshair">
          {value === undefined
            ? '…'
            : Number.isNaN(value)
              ? 'missing'
              : `${formatNumber(value)} ${unitText(unit ?? '')}`}
        </dd>
      </dl>
      {spatial.map((axis, i) =>
        axis.size > 1 ? (
          <div key={labels[i]} className={styles.position}>
            <span>{labels[i]}</span>
            <Slider
              className={styles.grow}
              size="xs"
              label={null}
              thumbLabel={`Position along ${labels[i]}`}
              min={0}
              max={(size[i] as number) - 1}
              value={point[i] as number}
              onChange={(next) => {
                const moved: [number, number, number] = [...point];
                moved[i] = next;
                onPoint(moved);
              }}
            />
            <span className="num">{coordinateText(axis, point[i] as number)}</span>
          </div>
        ) : null,
      )}
      {axes.time.size > 1 && (
        <CurveChart
          title="Over time here"
          curves={curves}
          xLabel={axes.time.name ?? 'time'}
          fileName="trace"
          height={150}
          waiting="Reading every moment …"
        />
      )}
    </>
  );
}
