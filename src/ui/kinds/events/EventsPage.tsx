/** A dataset of events: when they were, whose, and the windows they make. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { eventsOf } from '#/core/events/eventsSchema';
import { windowingText } from '#/core/events/windowColumns';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, rowsTab } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';
import { CutDialog } from './CutDialog';

const EventsTab = lazy(() => import('./EventsTab'));

export default function EventsPage(props: DatasetProps) {
  const { version } = props;
  const data = eventsOf(version.schema);
  const [recutting, setRecutting] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        adds={{ words: 'events' }}
        facts={
          <>
            <span>
              {formatCount(data.events)} events, {formatCount(data.entities)}{' '}
              {data.entities === 1 ? 'entity' : 'entities'}
            </span>
            <span>
              {formatCount(version.rows)} windows of {windowingText(data.windowing)}
            </span>
          </>
        }
        actions={
          <Button variant="default" onClick={() => setRecutting(true)}>
            Change windows
          </Button>
        }
        tabs={[
          {
            value: 'timeline',
            title: 'Timeline',
            panel: () => (
              <Suspense>
                <EventsTab key={version.id} versionId={version.id} data={data} />
              </Suspense>
            ),
          },
          rowsTab('windows', 'Windows', version),
        ]}
      />
      {recutting && (
        <CutDialog key={version.id} version={version} data={data} onClose={() => setRecutting(false)} />
      )}
    </>
  );
}
