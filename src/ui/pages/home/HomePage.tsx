/** The first screen: one thing to do (drop a table), three samples, and everything dropped before. */
import { lazy, Suspense } from 'react';
import { liveDatasets, liveJobs } from '#/app/stores/live';
import { isFinished } from '#/core/protocol/job';
import { JobLine } from '../../components/JobLine';
import { ErrorNote } from '../../components/ErrorNote';
import { useLive, useLiveError } from '../../useLive';
import styles from './HomePage.module.css';
import { SampleGallery } from './SampleGallery';
import { StartZone } from './StartZone';

const DatasetList = lazy(() => import('./DatasetList'));

export default function HomePage() {
  const datasets = useLive(liveDatasets());
  const failed = useLiveError(liveDatasets());
  const alive = (useLive(liveJobs()) ?? []).filter((job) => !isFinished(job.status));
  return (
    <div className={styles.page}>
      {failed ? <ErrorNote error={failed} /> : null}
      <div className={styles.start}>
        <StartZone />
        <SampleGallery />
      </div>
      {alive.length > 0 ? (
        <section className={styles.sets} aria-label="Running jobs">
          <h2>Running</h2>
          {alive.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </section>
      ) : null}
      <Suspense>{datasets && datasets.length > 0 ? <DatasetList entries={datasets} /> : null}</Suspense>
    </div>
  );
}
