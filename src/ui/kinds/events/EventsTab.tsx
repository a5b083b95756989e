/** The events themselves: whose they are, when, and what the chosen one's are. */
import { ActionIcon, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowsHorizontal, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useState } from 'react';
import type { EventsData } from '#/core/events/eventsSchema';
import { windowingText } from '#/core/events/windowColumns';
import { formatCount } from '#/ui/charts/formatNumber';
import { seriesColor, useChartTheme } from '#/ui/charts/palette';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import { EventLanes } from './EventLanes';
import { EventList } from './EventList';
import classes from './events.module.css';

const mostListed = 10_000;
const mostColors = 8;

export default function EventsTab({ versionId, data }: { versionId: string; data: EventsData }) {
  const theme = useChartTheme();
  const [view, setView] = useState({ from: data.from, to: data.to });
  const [find, setFind] = useState('');
  const [selected, setSelected] = useState(0);
  const [wanted] = useDebouncedValue(find.trim(), 200);
  const asked = useCommand('datasets.entities', {
    versionId,
    start: 0,
    count: mostListed,
    ...(wanted && { find: wanted }),
  });
  const listed = asked.data;
  const place = Math.min(selected, Math.max(0, (listed?.names.length ?? 1) - 1));
  const zoom = (by: number) => {
    const size = view.to - view.from;
    const length = Math.min(data.to - data.from, size * by);
    const from = Math.min(Math.max(data.from, view.from + (size - length) / 2), data.to - length);
    setView({ from, to: from + length });
  };
  const rarest = data.labels.length > 1 ? data.labels.at(-1) : undefined;
  return (
    <div>
      <div className={classes.bar}>
        {data.entities > 1 ? (
          <TextInput
            label={`Find one of ${formatCount(data.entities)}`}
            value={find}
            onChange={(event) => {
              setFind(event.currentTarget.value);
              setSelected(0);
            }}
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
            onClick={() => setView({ from: data.from, to: data.to })}
          >
            <IconArrowsHorizontal size={18} />
          </ActionIcon>
        </div>
      </div>
      {asked.error !== undefined && <ErrorNote error={asked.error} />}
      {listed?.total === 0 && <p className={classes.hint}>None has that in its name.</p>}
      {listed && listed.total > 0 && (
        <EventLanes
          versionId={versionId}
          data={data}
          listed={listed}
          selected={place}
          view={view}
          onView={setView}
          onSelect={setSelected}
        />
      )}
      <ul className={classes.legend} aria-label="Types of events">
        {data.types.slice(0, mostColors).map((type, i) => (
          <li key={type}>
            <i style={{ background: seriesColor(theme, i) }} />
            {type}
          </li>
        ))}
        {rarest !== undefined && (
          <li>
            <i className={classes.mark} />
            {data.layout.label?.column}: {rarest}
          </li>
        )}
      </ul>
      <p className={classes.hint}>
        A bar is as high as there are events, in the colour of the rarest type among them. A sample is a
        window of {windowingText(data.windowing)}.
        {listed &&
          listed.total > mostListed &&
          ` The first ${formatCount(mostListed)} are listed: find others by name.`}
      </p>
      {listed && listed.total > 0 && (
        <EventList
          versionId={versionId}
          data={data}
          entity={listed.numbers[place] ?? 0}
          name={listed.names[place] ?? ''}
          view={view}
        />
      )}
    </div>
  );
}
