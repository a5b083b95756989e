/** The series themselves: several of them, all channels, any stretch. */
import { ActionIcon, MultiSelect } from '@mantine/core';
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useCallback, useMemo, useState } from 'react';
import type { SeriesData } from '#/core/series/seriesSchema';
import { frameTime, timeText } from '#/core/series/timeText';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { SeriesLanes, type View } from '#/ui/viewers/series/SeriesLanes';
import type { Span } from '#/ui/viewers/series/lanePlot';
import { useCommand } from '#/ui/useCommand';
import classes from './series.module.css';
import { useLanes } from './useLanes';

const mostListed = 5000;
const mostShown = 8;
const mostLanes = 12;

export default function SeriesTab({ versionId, data }: { versionId: string; data: SeriesData }) {
  const { longest, time, windowing } = data;
  const [series, setSeries] = useState<readonly number[]>([0]);
  const [view, setView] = useState<View>({ from: 0, count: longest });
  const listed = useCommand('datasets.seriesList', { versionId, start: 0, count: mostListed }).data;
  const channels = useMemo(() => data.channels.slice(0, mostLanes), [data.channels]);
  const { lanes, seen, error } = useLanes(versionId, channels, series, view);
  const start = seen[0]?.start ?? 0;
  const text = useCallback(
    (frame: number) => {
      const [first] = seen;
      if (first?.times) {
        const piece = Math.floor(((frame - first.from) * first.times.length) / first.count);
        return timeText(time, first.times[piece] ?? Number.NaN);
      }
      return timeText(time, frameTime(time, start, frame));
    },
    [time, start, seen],
  );
  const spans = useMemo<Span[]>(
    () =>
      windowing.whole
        ? []
        : [
            { from: 0, count: windowing.length, kind: 'window' },
            ...(windowing.horizon > 0
              ? [{ from: windowing.length, count: windowing.horizon, kind: 'future' } as const]
              : []),
          ],
    [windowing],
  );
  const choices = (listed?.names ?? []).map((name, i) => {
    const label = listed?.labels?.[i];
    return { value: String(i), label: label ? `${name} · ${label}` : name };
  });
  const zoom = (by: number) => {
    const count = Math.round(Math.min(longest, Math.max(4, view.count * by)));
    const from = Math.round(view.from + (view.count - count) / 2);
    setView({ from: Math.min(Math.max(0, from), longest - count), count });
  };
  return (
    <div>
      <div className={classes.bar}>
        {data.series > 1 ? (
          <MultiSelect
            label="Series"
            searchable
            limit={50}
            maxValues={mostShown}
            data={choices}
            value={series.map(String)}
            onChange={(values) => setSeries(values.map(Number))}
            nothingFoundMessage="No such series"
            comboboxProps={{ withinPortal: true }}
          />
        ) : (
          <span />
        )}
        <div className={classes.buttons}>
          <ActionIcon aria-label="Zoom in" size={34} variant="default" onClick={() => zoom(0.5)}>
            <IconZoomIn size={18} />
          </ActionIcon>
          <ActionIcon aria-label="Zoom out" size={34} variant="default" onClick={() => zoom(2)}>
            <IconZoomOut size={18} />
          </ActionIcon>
          <ActionIcon
            aria-label="Show all of it"
            size={34}
            variant="default"
            onClick={() => setView({ from: 0, count: longest })}
          >
            <IconArrowsHorizontal size={18} />
          </ActionIcon>
        </div>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <SeriesLanes
        label="Series"
        lanes={lanes}
        view={view}
        frames={longest}
        spans={spans}
        text={text}
        laneHeight={channels.length > 3 ? 90 : channels.length > 1 ? 130 : 240}
        onView={setView}
      />
      <p className={classes.hint}>
        {windowing.whole
          ? 'Each series is one sample.'
          : `Shaded: the first window (${formatCount(windowing.length)} steps)${windowing.horizon > 0 ? `, then the ${formatCount(windowing.horizon)} to forecast` : ''}; the next begins ${formatCount(windowing.stride)} ${windowing.stride === 1 ? 'step' : 'steps'} later.`}{' '}
        Marks at the foot of a lane are missing values.
        {data.channels.length > mostLanes &&
          ` The first ${mostLanes} of ${formatCount(data.channels.length)} channels are shown.`}
        {data.series > mostListed && ` The first ${formatCount(mostListed)} series can be picked here.`}
      </p>
    </div>
  );
}
