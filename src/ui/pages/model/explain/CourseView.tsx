/** What each step of a series adds to an answer: below each channel, what was looked at. */
import { Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Course } from '#/core/explain/attribution';
import { formatNumber } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { Lane } from '#/ui/viewers/series/lanePlot';
import { SeriesLanes } from '#/ui/viewers/series/SeriesLanes';
import type { AttributionViewProps } from './attributionViews';

/** Channels that are shown at once: those that reach furthest. */
const mostShown = 3;
const text = (step: number): string => `step ${step + 1}`;

export function CourseView({ found, largest }: AttributionViewProps<Course>) {
  const {
    shape: [steps, width],
    series,
    values,
    signs,
  } = found;
  const theme = useChartTheme();
  const [chosen, setChosen] = useState<string | null>(null);
  const order = useMemo(() => {
    const reach = new Float64Array(width);
    for (const [i, value] of values.entries())
      reach[i % width] = (reach[i % width] as number) + Math.abs(value);
    return series
      .map((_, channel) => channel)
      .toSorted((a, b) => (reach[b] as number) - (reach[a] as number));
  }, [values, width, series]);
  const lanes = useMemo(() => {
    const at = series.findIndex(({ name }) => name === chosen);
    const lane = (title: string, color: number, line: Float32Array): Lane => ({
      title,
      lines: [
        { label: title, color: seriesColor(theme, color), from: 0, count: steps, least: line, most: line },
      ],
    });
    return (at >= 0 ? [at] : order.slice(0, mostShown)).flatMap((channel) => {
      const adds = Float32Array.from({ length: steps }, (_, i) => values[i * width + channel] as number);
      const name = series[channel]?.name ?? '';
      const shown = lane(`${name}: ${signs.more} (above 0)`, 1, adds);
      const [line] = shown.lines;
      const fromNothing = line && {
        ...line,
        label: 'from 0',
        least: adds.map((value) => Math.min(0, value)),
        most: adds.map((value) => Math.max(0, value)),
        isBand: true as const,
      };
      return [
        lane(
          name,
          0,
          Float32Array.from(series[channel]?.values ?? [], (value) => value ?? Number.NaN),
        ),
        { ...shown, lines: [...(fromNothing ? [fromNothing] : []), ...shown.lines] },
      ];
    });
  }, [series, order, chosen, values, width, steps, signs, theme]);
  const view = useMemo(() => ({ from: 0, count: steps }), [steps]);
  return (
    <>
      {width > mostShown && (
        <Select
          label="Channel"
          w={260}
          clearable
          searchable
          placeholder={`the ${mostShown} that reach furthest`}
          data={series.map(({ name }) => name)}
          value={chosen}
          onChange={setChosen}
        />
      )}
      <SeriesLanes
        label={found.measure}
        lanes={lanes}
        view={view}
        frames={steps}
        text={text}
        laneHeight={96}
      />
      <p className="quiet">
        {signs.how}
        {largest &&
          ` Largest at step ${largest.time + 1} of ${largest.part}: ${formatNumber(largest.value)}.`}
      </p>
    </>
  );
}
