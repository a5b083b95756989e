/** A dataset of time series: the series, their channels, their windows. */
import { Button } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { seriesOf } from '#/core/series/seriesSchema';
import { formatCount } from '#/ui/charts/formatNumber';
import { KindPage, rowsTab } from '#/ui/components/dataset/KindPage';
import type { DatasetProps } from '../kindView';
import { ChannelTable } from './ChannelTable';
import { WindowDialog } from './WindowDialog';

const SeriesTab = lazy(() => import('./SeriesTab'));

export default function SeriesPage(props: DatasetProps) {
  const { version } = props;
  const data = seriesOf(version.schema);
  const { length, horizon } = data.windowing;
  const [recutting, setRecutting] = useState(false);
  return (
    <>
      <KindPage
        {...props}
        facts={
          <>
            <span>
              {formatCount(data.series)} series, {formatCount(data.channels.length)}{' '}
              {data.channels.length === 1 ? 'channel' : 'channels'}
            </span>
            <span>
              {formatCount(version.rows)} windows of {formatCount(length)}
              {horizon > 0 && `, ${formatCount(horizon)} ahead`}
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
            value: 'series',
            title: 'Series',
            panel: () => (
              <Suspense>
                <SeriesTab key={version.id} versionId={version.id} data={data} />
              </Suspense>
            ),
          },
          { value: 'channels', title: 'Channels', panel: () => <ChannelTable data={data} /> },
          rowsTab('windows', 'Windows', version),
        ]}
      />
      {recutting && (
        <WindowDialog key={version.id} version={version} data={data} onClose={() => setRecutting(false)} />
      )}
    </>
  );
}
