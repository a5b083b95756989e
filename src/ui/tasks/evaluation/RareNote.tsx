/** Of a finished run on two labels of which one is rare: that a threshold would find more of it. */
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { eventOf } from '#/core/evaluation/eventOf';
import { proposalWords, proposeThreshold } from '#/core/evaluation/proposeThreshold';
import type { Run } from '#/core/protocol/model';
import { areClasses } from '#/core/tasks/classification';
import { useCommand } from '#/ui/useCommand';
import classes from './evaluation.module.css';

export function RareNote({ run }: { run: Run }) {
  const asked = run.status === 'finished' && run.task.labels?.length === 2 && !run.crossValidation;
  const { data } = useCommand('runs.evaluation', asked ? { runId: run.id } : null);
  const proposal = useMemo(
    () => (data && areClasses(data) ? proposeThreshold(data, eventOf(data, run).index) : undefined),
    [data, run],
  );
  if (!proposal) return null;
  return (
    <p className={classes.note}>
      {proposalWords(proposal)}{' '}
      <Link to="/runs/$runId" params={{ runId: run.id }} search={{ tab: 'evaluation' }}>
        Choose a threshold
      </Link>
    </p>
  );
}
