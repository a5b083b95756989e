/** What was noticed while reading, and what may leak the answer: what, where, what to do. */
import { Button, Skeleton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { DataIssue, DatasetVersion } from '#/core/protocol/dataset';
import type { LeftOutColumn } from '#/core/stats/leftOut';
import { formatCount } from '#/ui/charts/formatNumber';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import classes from './dataset.module.css';
import { OpenQuestions } from './OpenQuestions';

export function IssuesTab({
  issues,
  hints,
  notes = [],
  leftOut = [],
  onTakeIn,
  loading,
  error,
  open,
}: {
  issues: readonly DataIssue[];
  hints: readonly DataIssue[];
  notes?: readonly DataIssue[];
  leftOut?: readonly LeftOutColumn[];
  onTakeIn?(column: LeftOutColumn): void;
  loading: boolean;
  error: unknown;
  /** Of a table: the version whose reading may hold guesses. */
  open?: Pick<DatasetVersion, 'id' | 'source'>;
}) {
  const guesses = open?.source.reading?.ambiguities.length ?? 0;
  const found = issues.length + hints.length + notes.length + leftOut.length + guesses;
  if (!loading && error === undefined && found === 0)
    return (
      <EmptyState icon={<IconCircleCheck size={40} stroke={1.25} />} title="Nothing to fix">
        Every line was read as it is, every column can be learnt from, and none gives the answer away.
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
      {leftOut.length > 0 && (
        <>
          <h2 className={classes.group}>Not learnt from</h2>
          <ul className={classes.issueList}>
            {leftOut.map((column) => (
              <li key={column.name} className={classes.issue}>
                {icons.info}
                <p>
                  <strong>{column.name}</strong>: {column.why}
                </p>
                {column.takenIn && onTakeIn && (
                  <Button
                    size="compact-xs"
                    variant="default"
                    aria-label={`Take in ${column.name}`}
                    onClick={() => onTakeIn(column)}
                  >
                    Take in
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {notes.length > 0 && (
        <>
          <h2 className={classes.group}>About what is predicted</h2>
          <IssueList issues={notes} />
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
