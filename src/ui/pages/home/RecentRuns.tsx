/** The last runs, each with the figure it is judged by. */
import { Link } from '@tanstack/react-router';
import type { DatasetEntry } from './DatasetList';
import type { Run } from '#/core/protocol/model';
import { judgeOf, metricText, metricTitle } from '../../charts/metricNames';
import { StatusBadge } from '../../components/StatusBadge';
import { TimeAgo } from '../../components/TimeAgo';
import styles from './HomePage.module.css';
import { recentRuns } from './recentRuns';

export default function RecentRuns({
  runs,
  datasets,
}: {
  runs: readonly Run[] | undefined;
  datasets: readonly DatasetEntry[];
}) {
  const shown = recentRuns(runs ?? []);
  const names = new Map(datasets.map(({ dataset }) => [dataset.id, dataset.name]));
  return (
    <section className={styles.runs} aria-labelledby="runs-title">
      <div className={styles.head}>
        <h2 id="runs-title">Recent runs</h2>
        {shown.length > 0 && <Link to="/runs">All runs</Link>}
      </div>
      {runs && shown.length === 0 && (
        <p className="quiet">None yet. Open a dataset and press “Train on this”.</p>
      )}
      <ul className={styles.list}>
        {shown.map((run) => (
          <RecentRun key={run.id} run={run} dataset={names.get(run.datasetId)} />
        ))}
      </ul>
    </section>
  );
}

function RecentRun({ run, dataset }: { run: Run; dataset?: string }) {
  const judge = judgeOf({ task: run.task, metrics: run.summary });
  return (
    <li className={styles.run}>
      <Link to="/runs/$runId" params={{ runId: run.id }} className={`${styles.name} clip`} title={run.name}>
        {run.name}
      </Link>
      <span className="num">
        {run.status === 'finished' ? (
          <>
            <span className="quiet">{metricTitle(judge)}</span> {metricText(judge, run.summary[judge])}
          </>
        ) : (
          <StatusBadge status={run.status} />
        )}
      </span>
      <span className={`${styles.small} clip`}>
        {run.task.target}
        {dataset !== undefined && `, ${dataset}`}
      </span>
      <span className={styles.small}>
        <TimeAgo at={run.finishedAt ?? run.startedAt} />
      </span>
    </li>
  );
}
