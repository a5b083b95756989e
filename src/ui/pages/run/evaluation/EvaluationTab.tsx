/** How good a finished run is, computed from what it answered on its validation rows. A chunk of its own. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChartDots, IconFileText } from '@tabler/icons-react';
import { Suspense, useState } from 'react';
import { evaluatedPart } from '#/core/evaluation/evaluatedPart';
import { isDetection } from '#/core/evaluation/isDetection';
import type { ValidationPredictions } from '#/core/evaluation/validationPredictions';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote, errorInfoOf } from '#/ui/components/ErrorNote';
import { taskViewOf } from '#/ui/tasks/registry';
import { useCommand } from '#/ui/useCommand';
import { saveReport } from '../saveReport';
import { AblationPanel } from './AblationPanel';
import classes from './evaluationTab.module.css';

type Part = 'validation' | 'test';

export default function EvaluationTab({ run }: { run: Run }) {
  const tested = evaluatedPart(run) === 'test';
  const [chosen, setChosen] = useState<Part>('test');
  const part = tested ? chosen : 'validation';
  const asked = useCommand('runs.evaluation', { runId: run.id, part }, run.status);
  if (asked.error !== undefined) return <Failure run={run} error={asked.error} onRetry={asked.reload} />;
  const judged = asked.data;
  if (!judged) return <Waiting />;
  return (
    <div className={classes.page}>
      <div className={classes.top}>
        {tested && (
          <SegmentedControl
            aria-label="Which rows judge"
            size="xs"
            value={part}
            onChange={(next) => setChosen(next === 'test' ? 'test' : 'validation')}
            data={[
              { value: 'test', label: 'Test' },
              { value: 'validation', label: 'Validation' },
            ]}
          />
        )}
        <p className="quiet">
          {judged.rows.length < judged.totalRows
            ? `On ${formatCount(judged.rows.length)} rows, a uniform sample of the ${formatCount(judged.totalRows)} ${part} rows`
            : `On the ${formatCount(judged.totalRows)} ${part} rows`}
          , with the weights the run kept
          {part === 'test' ? '; nothing was chosen by them.' : '.'}
        </p>
        <Button
          variant="default"
          leftSection={<IconFileText size={16} />}
          onClick={() => attempt('The report was not made', saveReport(run.id))}
        >
          Save report
        </Button>
      </div>
      <AblationPanel run={run} />
      <Suspense fallback={<Waiting />}>
        <TaskEvaluation run={run} judged={judged} part={part} />
      </Suspense>
    </div>
  );
}

function TaskEvaluation({ run, judged, part }: { run: Run; judged: ValidationPredictions; part: Part }) {
  const { Evaluation } = taskViewOf({ type: judged.kind });
  return <Evaluation run={run} judged={judged} part={part} detection={isDetection(run)} />;
}

function Waiting() {
  return (
    <div role="status" aria-busy="true" aria-label="Loading the evaluation">
      <Skeleton h={200} mb={16} />
      <Skeleton h={280} />
    </div>
  );
}

function Failure({ run, error, onRetry }: { run: Run; error: unknown; onRetry: () => void }) {
  const { code, message, hint } = errorInfoOf(error);
  if (code !== 'notFound')
    return (
      <ErrorNote
        error={error}
        actions={
          <Button variant="default" onClick={onRetry}>
            Try again
          </Button>
        }
      />
    );
  return (
    <EmptyState
      icon={<IconChartDots size={40} stroke={1.25} />}
      title={run.status === 'finished' ? 'Nothing to evaluate' : 'Not finished yet'}
      action={
        run.status === 'finished' ? (
          <ButtonLink
            to="/train"
            search={{ dataset: run.datasetId, target: run.task.target, model: run.modelId, from: run.id }}
          >
            Train again
          </ButtonLink>
        ) : undefined
      }
    >
      {message} {hint}
    </EmptyState>
  );
}
