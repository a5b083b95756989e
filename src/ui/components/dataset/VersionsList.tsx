/** Every version of a dataset: why it was made, which runs learnt from it, and what it changed. */
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { liveRuns } from '#/app/stores/live';
import { formatCount } from '#/ui/charts/formatNumber';
import { TimeAgo } from '#/ui/components/TimeAgo';
import { useLive } from '#/ui/useLive';
import classes from './dataset.module.css';

const VersionChanges = lazy(() => import('./VersionChanges'));
const mostRuns = 3;

interface ListedVersion {
  id: string;
  number: number;
  createdAt: number;
  rows: number;
  reason?: string;
}

export function VersionsList({ versions, shownId }: { versions: readonly ListedVersion[]; shownId: string }) {
  const [open, setOpen] = useState<string>();
  const before = (number: number) =>
    versions.reduce<ListedVersion | undefined>(
      (best, one) => (one.number < number && one.number > (best?.number ?? 0) ? one : best),
      undefined,
    );
  return (
    <ul className={classes.issueList}>
      {versions.map((entry) => {
        const previous = before(entry.number);
        return (
          <li key={entry.id} className={classes.version}>
            <span className={classes.versionName}>Version {entry.number}</span>
            <div>
              <span className="quiet">
                {formatCount(entry.rows)} rows{entry.id === shownId ? ', shown here' : ''}
                {entry.reason !== undefined && ` · ${entry.reason}`}
              </span>
              <LearntBy versionId={entry.id} />
            </div>
            <span className={classes.issueWhere}>
              <TimeAgo at={entry.createdAt} />
            </span>
            {previous && (
              <Button
                size="compact-xs"
                variant="default"
                aria-expanded={open === entry.id}
                aria-label={`What version ${entry.number} changed`}
                onClick={() => setOpen(open === entry.id ? undefined : entry.id)}
              >
                Changes
              </Button>
            )}
            {previous && open === entry.id && (
              <Suspense>
                <VersionChanges from={previous} to={entry} />
              </Suspense>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function LearntBy({ versionId }: { versionId: string }) {
  const runs = (useLive(liveRuns()) ?? []).filter(({ datasetVersionId }) => datasetVersionId === versionId);
  if (runs.length === 0) return null;
  const shown = runs.slice(0, mostRuns);
  return (
    <div className="quiet">
      Learnt from by{' '}
      {shown.map(({ id, name }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <Link to="/runs/$runId" params={{ runId: id }}>
            {name}
          </Link>
        </span>
      ))}
      {runs.length > shown.length && ` and ${formatCount(runs.length - shown.length)} more`}
    </div>
  );
}
