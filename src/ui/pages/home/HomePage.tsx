/**
 * The first screen. Without data: one thing to do (drop a file), and samples. With data: what is there, what runs and
 * what ran; the ways in are a strip, the samples come last.
 */
import { Skeleton } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { liveDatasets, liveJobs, liveRuns } from '#/app/stores/live';
import { ErrorNote } from '../../components/ErrorNote';
import { useLive, useLiveError } from '../../useLive';
import { hadData, rememberData } from './hadData';
import styles from './HomePage.module.css';
import { RunningJobs } from './RunningJobs';
import { SampleGallery } from './SampleGallery';
import { StartStrip, StartZone } from './StartZone';

const DatasetList = lazy(() => import('./DatasetList'));
const RecentRuns = lazy(() => import('./RecentRuns'));

export default function HomePage() {
  const datasets = useLive(liveDatasets());
  const failed = useLiveError(liveDatasets());
  const runs = useLive(liveRuns());
  const jobs = useLive(liveJobs());
  const hasData = datasets ? datasets.length > 0 : hadData();
  useEffect(() => {
    if (datasets) rememberData(datasets.length > 0);
  }, [datasets]);
  const isKnown = hasData || (runs?.length ?? 0) > 0;
  return (
    <div className={styles.page}>
      {failed ? <ErrorNote error={failed} /> : null}
      {isKnown ? <StartStrip /> : <StartZone />}
      <div className={styles.mine} data-known={isKnown}>
        <RunningJobs jobs={jobs ?? []} />
        {hasData && (
          <Suspense fallback={<Skeleton h={240} />}>
            {datasets ? <DatasetList entries={datasets} /> : <Skeleton h={240} />}
          </Suspense>
        )}
        {isKnown && (
          <Suspense fallback={<Skeleton h={240} />}>
            <RecentRuns runs={runs} datasets={datasets ?? []} />
          </Suspense>
        )}
      </div>
      <SampleGallery title={isKnown ? 'Samples' : 'Or start from a sample'} />
    </div>
  );
}
