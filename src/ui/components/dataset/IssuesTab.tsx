/** What was noticed while reading, and what may leak the answer: what, where, what to do. */
import { Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import { formatCount } from '#/ui/charts/formatNumber';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import classes from './dataset.module.css';
import { OpenQuestions } from './OpenQuestions';

export function IssuesTab({
  issues,
  hints,
  loading,
  error,
  open,
}: {
  issues: readonly DataIssue[];
  hints: readonly DataIssue[];
  loading: boolean;
  error: unknown;
  /** Of a table: the version whose reading may hold guesses. */
  open?: Pick<DatasetVersion, 'id' | 'source'>;
}) {
  const guesses = open?.source.reading?.ambiguities.length ?? 0;
  if (!loading && error === undefined && issues.length + hints.length + guesses === 0)
    return (
      <EmptyState icon={<IconCircleCheck size={40} stroke={1.25} />} title="Nothing to fix">
        Every line was read as it is, and no column gives the answer away.
      </EmptyState>
    );
  return (
    <>
      {error !== undefined && <ErrorNote error={error} />}
      {open && <OpenQuestions version={open} />}
      {loading && <Skeleton h={56} mb={16} />}
      {hints.length > 0 && (
        <>
          <h2 className={classes.group}>May give the answer away</h2>
          <IssueList issues={hints} />
        </>
      )}
      {issues.length > 0 && (
        <>
          <h2 className={classes.group}>While reading the file</h2>
          <IssueList issues={issues} />
        </>
      )}
    </>
  );
}

const icons = {
  error: <IconCircleX size={18} color="var(--bad)" role="img" aria-label="Error" />,
  warning: <IconAlertTriangle size={18} color="var(--warn)" role="img" aria-label="Warning" />,
  info: <IconInfoCircle size={18} color="var(--ink-2)" role="img" aria-label="Note" />,
};

export function IssueList({ issues }: { issues: readonly DataIssue[] }) {
  return (
    <ul className={classes.issueList}>
      {issues.map((issue, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list
        <li key={index} className={classes.issue}>
          {icons[issue.severity]}
          <p>{issue.message}</p>
          <span className={classes.issueWhere}>{placeOf(issue)}</span>
          {issue.hint && <p className={classes.issueHint}>{issue.hint}</p>}
        </li>
      ))}
    </ul>
  );
}

function placeOf({ line, column: field, count }: DataIssue): string {
  const times = count !== undefined && count > 1 ? `${formatCount(count)} times` : '';
  const first = line === undefined ? '' : `${times ? 'first in line' : 'line'} ${formatCount(line)}`;
  return [field === undefined ? '' : `column ${field}`, times, first].filter(Boolean).join(', ');
}
