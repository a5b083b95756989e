/** How good a finished run is, computed from what it answered on its validation rows. A chunk of its own. */
import { Button, SegmentedControl, Skeleton } from '@mantine/core';
import { IconChartDots, IconFileText } from '@tabler/icons-react';
import { useState } from 'react';
import { testArtifact } from '#/core/evaluation/validationPredictions';
import { taskOf } from '#/core/tasks/registry';
import { families } from '#/core/families/registry';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { formatCount } from '#/ui/charts/formatNumber';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote, errorInfoOf } from '#/ui/components/ErrorNote';
import { useCommand } from '#/ui/useCommand';
import { saveReport } from '../saveReport';
import { ClassEvaluation } from './ClassEvaluation';
import classes from './evaluation.module.css';
import { AblationPanel } from './AblationPanel';
import { ForecastEvaluation } from './ForecastEvaluation';
import { NumberEvaluation } from './NumberEvaluation';

type Part = 'validation' | 'test';

export default function EvaluationTab({ run }: { run: Run }) {
  // By lead time forecasts are judged on the validation part; its final figure is above.
  const tested = run.artifacts.some(({ name }) => name === testArtifact) && !taskOf(run.task).frames;
  const [chosen, setChosen] = useState<Part>('test');
  const part = tested ? chosen : 'validation';
  const asked = useCommand('runs.evaluation', { runId: run.id, part }, run.status);
  if (asked.error !== undefined) return <Failure run={run} error={asked.error} onRetry={asked.reload} />;
  const judged = asked.data;
  const onField = families.find(String(run.params.family))?.datasets.includes('spacetime4d') ?? false;
  if (!judged)
    return (
      <div aria-busy="true" aria-label="Loading the evaluation">
        <Skeleton h={200} mb={16} />
        <Skeleton h={280} />
      </div>
    );
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
      {onField && <AblationPanel run={run} />}
      {judged.kind === 'classification' ? (
        <ClassEvaluation run={run} judged={judged} detection={onField} />
      ) : judged.kind === 'forecast' ? (
        <ForecastEvaluation judged={judged} />
      ) : (
        <NumberEvaluation run={run} judged={judged} />
      )}
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
