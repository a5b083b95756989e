/** What a forecast sums from, each in a lane of its own below the forecast itself. */
import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ForecastPart } from '#/core/protocol/predict';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import type { Lane } from './lanePlot';
import { SeriesLanes } from './SeriesLanes';
import classes from './series.module.css';

const titles: Record<ForecastPart['part'], string> = {
  last: 'Last value',
  trend: 'Trend, from the last value on',
  seasonality: 'Seasonality',
  rest: 'Rest',
};

export default function ForecastParts({
  channels,
  forecast,
  parts,
  isMedian = false,
  text,
}: {
  channels: readonly { name: string; unit?: string }[];
  /** [step, channel], as each of the parts. */
  forecast: Float32Array;
  parts: readonly ForecastPart[];
  /** Of a forecast with intervals. */
  isMedian?: boolean;
  /** When a step is. */
  text(step: number): string;
}) {
  const theme = useChartTheme();
  const [channel, setChannel] = useState(0);
  const steps = forecast.length / channels.length;
  const shown = useMemo(() => together(parts), [parts]);
  const lanes = useMemo(() => {
    const lane = (title: string, color: number, all: Float32Array): Lane => {
      const own = Float32Array.from(
        { length: steps },
        (_, step) => all[step * channels.length + channel] as number,
      );
      const line = { label: title, color: seriesColor(theme, color), from: 0, count: steps };
      return { title, lines: [{ ...line, least: own, most: own }] };
    };
    return [
      lane(isMedian ? 'Forecast (median)' : 'Forecast', 1, forecast),
      ...shown.map(({ part, values }) => lane(titles[part], 0, values)),
    ];
  }, [channel, channels, forecast, isMedian, shown, steps, theme]);
  const view = useMemo(() => ({ from: 0, count: steps }), [steps]);
  return (
    <figure className={classes.parts} aria-label="What the forecast sums from">
      <figcaption>
        <strong>What the forecast sums from</strong>
        {channels.length > 1 && (
          <NativeSelect
            aria-label="Channel"
            size="xs"
            value={String(channel)}
            data={channels.map(({ name }, i) => ({ value: String(i), label: name }))}
            onChange={(event) => setChannel(Number(event.currentTarget.value))}
          />
        )}
      </figcaption>
      <SeriesLanes label="Parts" lanes={lanes} view={view} frames={steps} text={text} laneHeight={76} />
      <p className={classes.partsNote}>
        What the stacks of the model answer, in {channels[channel]?.unit ?? 'the unit of the series'}; added
        up they are the forecast. Each stack learnt to explain what those before it left over, so where one
        ends and the next begins is the model’s choice.
      </p>
    </figure>
  );
}

/** The trend begins where the series stands. */
function together(parts: readonly ForecastPart[]): ForecastPart[] {
  const last = parts.find(({ part }) => part === 'last');
  const hasTrend = parts.some(({ part }) => part === 'trend');
  if (!last || !hasTrend) return [...parts];
  return parts.flatMap((one) => {
    if (one === last) return [];
    if (one.part !== 'trend') return [one];
    return [{ part: one.part, values: one.values.map((value, i) => value + (last.values[i] as number)) }];
  });
}
