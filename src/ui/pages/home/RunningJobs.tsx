import { isFinished, type Job } from '#/core/protocol/job';
import { JobLine } from '../../components/JobLine';
import styles from './HomePage.module.css';

/** What is under way; children are their parent's matter. */
export function RunningJobs({ jobs }: { jobs: readonly Job[] }) {
  const alive = jobs.filter(({ status, parentId }) => !isFinished(status) && parentId === undefined);
  if (alive.length === 0) return null;
  return (
    <section className={styles.running} aria-labelledby="running-title">
      <h2 id="running-title">Running</h2>
      {alive.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
    </section>
  );
}
