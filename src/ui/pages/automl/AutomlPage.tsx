/** The best model of a dataset: how long it may take, and what a model may weigh. */
import { Button, NumberInput, SegmentedControl, Select, Skeleton } from '@mantine/core';
import { IconTrophy } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { metricsFor } from '#/core/metrics/registry';
import { type AutomlPreset, automlPresets } from '#/core/protocol/automl';
import type { TaskSpec } from '#/core/protocol/train';
import { judgeName, metricName } from '#/core/tasks/judgeName';
import { metricTitle } from '#/ui/charts/metricNames';
import { ButtonLink } from '#/ui/components/ButtonLink';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { PageHeader } from '#/ui/components/PageHeader';
import { useTitle } from '#/ui/router/useTitle';
import { useCommand } from '#/ui/useCommand';
import classes from './automlPage.module.css';

const presetWords: Record<AutomlPreset, { title: string; words: string }> = {
  fast: { title: 'Fast', words: 'A few families by themselves, and an ensemble of the best.' },
  balanced: {
    title: 'Balanced',
    words: 'More families and settings, tuning of what leads, folds where rows are few, and an ensemble.',
  },
  best: {
    title: 'Best',
    words: 'Every family that suits, more folds and more tuning. Takes what time you give.',
  },
};

export default function AutomlPage() {
  useTitle('Find the best model');
  const { dataset, target, task } = useSearch({ from: '/best' });
  const described = useCommand('datasets.get', dataset ? { id: dataset } : null);
  const options = useCommand(
    'training.options',
    dataset ? { datasetId: dataset, ...(target && { target, ...(task && { task }) }) } : null,
  );
  if (!dataset)
    return (
      <EmptyState
        icon={<IconTrophy size={40} stroke={1.25} />}
        title="The search begins from data"
        action={<ButtonLink to="/train">Choose what to predict</ButtonLink>}
      >
        Choose data and target on the Train page, then let the studio find the best model for them.
      </EmptyState>
    );
  if (options.error !== undefined) return <ErrorNote error={options.error} />;
  if (!options.data) return <Skeleton h={320} aria-label="Loading what can be predicted" />;
  const { target: answer, task: spec } = options.data;
  return (
    <>
      <PageHeader
        title="Find the best model"
        note={`${described.data?.dataset.name ?? 'Data'}, predicting ${answer}: many models are tried, the best combined; it ends on time and keeps all that was trained.`}
        actions={
          <ButtonLink to="/train" search={{ dataset, target: answer, task }} variant="default">
            Train one instead
          </ButtonLink>
        }
      />
      <AutomlForm datasetId={dataset} target={answer} task={spec} />
    </>
  );
}

function AutomlForm({ datasetId, target, task }: { datasetId: string; target: string; task: TaskSpec }) {
  const navigate = useNavigate();
  const [minutes, setMinutes] = useState<number | string>(3);
  const [preset, setPreset] = useState<AutomlPreset>('balanced');
  const [objective, setObjective] = useState(judgeName(task));
  const [megabytes, setMegabytes] = useState<number | string>('');
  const [latency, setLatency] = useState<number | string>('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const figures = metricsFor(task).map(({ type }) => metricName('val', type));
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { runId } = await run('automl.submit', {
        datasetId,
        target,
        task: task.type,
        timeLimitSeconds: Number(minutes) * 60,
        preset,
        objective,
        ...(Number(megabytes) > 0 && { mostBytes: Number(megabytes) * 1e6 }),
        ...(Number(latency) > 0 && { mostLatencyMs: Number(latency) }),
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div>
        <SegmentedControl
          aria-label="Preset"
          data={automlPresets.map((value) => ({ value, label: presetWords[value].title }))}
          value={preset}
          onChange={(next) => setPreset(next as AutomlPreset)}
        />
        <p className="quiet">{presetWords[preset].words}</p>
      </div>
      <div className={classes.fields}>
        <NumberInput
          label="Time (minutes)"
          description="When it is over, what is done is kept."
          min={0.1}
          step={1}
          value={minutes}
          onChange={setMinutes}
        />
        <Select
          label="Best by"
          description="Test rows choose nothing."
          allowDeselect={false}
          data={[...figures, 'valLoss'].map((value) => ({ value, label: metricTitle(value) }))}
          value={objective}
          onChange={(next) => next && setObjective(next)}
        />
        <NumberInput
          label="At most (megabytes)"
          description="Of a model that may be chosen; empty for any."
          min={0}
          value={megabytes}
          onChange={setMegabytes}
        />
        <NumberInput
          label="Answer within (ms)"
          description="One sample, on this device; empty for any."
          min={0}
          value={latency}
          onChange={setLatency}
        />
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      <Button type="submit" loading={busy} disabled={!(Number(minutes) > 0)}>
        Find the best model
      </Button>
    </form>
  );
}
