/** A window of series below the shares of its stretches of time. */
import { useMemo } from 'react';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { Lane } from '#/ui/viewers/series/lanePlot';
import { SeriesLanes } from '#/ui/viewers/series/SeriesLanes';
import type { LookProps } from './lookProps';

const text = (step: number): string => `step ${step + 1}`;

export function StretchLanes({ found: { grid, series = [] }, shares, looking }: LookProps) {
  const theme = useChartTheme();
  const [steps = 1] = grid?.size ?? [];
  const lanes = useMemo(() => {
    const [wide = 1] = grid?.step ?? [];
    const [lead = 0] = grid?.before ?? [];
    const lane = (title: string, color: number, values: Float32Array): Lane => ({
      title,
      lines: [
        {
          label: title,
          color: seriesColor(theme, color),
          from: 0,
          count: values.length,
          least: values,
          most: values,
        },
      ],
    });
    const share = Float32Array.from(
      { length: steps },
      (_, step) => 100 * (shares[Math.floor((step + lead) / wide)] as number),
    );
    const shown = lane(
      `Share of attention (%)${looking === undefined ? '' : `, token ${looking + 1} looks`}`,
      1,
      share,
    );
    const [line] = shown.lines;
    // From nothing on, so that a small difference looks small.
    const below = line && { ...line, label: 'from 0', least: new Float32Array(steps), isBand: true as const };
    return [
      { ...shown, lines: [...(below ? [below] : []), ...shown.lines] },
      ...series.map(({ name, values }) =>
        lane(
          name,
          0,
          Float32Array.from(values, (value) => value ?? Number.NaN),
        ),
      ),
    ];
  }, [grid, series, shares, looking, steps, theme]);
  const view = useMemo(() => ({ from: 0, count: steps }), [steps]);
  return (
    <SeriesLanes
      label="Attention along time"
      lanes={lanes}
      view={view}
      frames={steps}
      text={text}
      laneHeight={96}
    />
  );
}
