import { useState } from 'react';
import type { DataIssue } from '#/core/protocol/dataset';
import { formatCount } from '#/ui/charts/formatNumber';
import { IssueList } from '#/ui/components/dataset/IssuesTab';
import classes from './import.module.css';

const mostShown = 5;
const weight = { error: 0, warning: 1, info: 2 };

/** What was noticed in the rows that were looked at, the graver first. */
export function Noticed({ issues }: { issues: readonly DataIssue[] }) {
  const [all, setAll] = useState(false);
  if (issues.length === 0) return null;
  const sorted = issues.toSorted((a, b) => weight[a.severity] - weight[b.severity]);
  const shown = all ? sorted : sorted.slice(0, mostShown);
  return (
    <section aria-labelledby="import-noticed" className={classes.noticed}>
      <h2 id="import-noticed">Noticed</h2>
      <IssueList issues={shown} />
      {shown.length < issues.length && (
        <button type="button" className={classes.putBack} onClick={() => setAll(true)}>
          Show {formatCount(issues.length - shown.length)} more
        </button>
      )}
    </section>
  );
}
