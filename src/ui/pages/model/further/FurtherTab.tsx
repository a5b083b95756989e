/** A version goes on: with the same rows or others, at another rate, as a new version of this model. */
import { Button, NumberInput, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets, liveRuns } from '#/app/stores/live';
import { bodyOf } from '#/core/bodies/registry';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useLive } from '#/ui/useLive';
import classes from './further.module.css';
import { GoneOnNote } from './GoneOnNote';
import { GrowPanel } from './GrowPanel';
import { gentlerRate } from './gentlerRate';

export default function FurtherTab({
  model,
  versions: all,
  wanted: asked,
}: {
  model: Model;
  versions: readonly ModelVersion[];
  wanted?: string;
}) {
  const navigate = useNavigate();
  const runs = useLive(liveRuns());
  const datasets = useLive(liveDatasets());
  const versions = all.filter(({ body }) => bodyOf(body).outline);
  const [wanted, setWanted] = useState(asked);
  const [chosenData, setChosenData] = useState<string>();
  const [given, setGiven] = useState<{ learningRate?: number; epochs?: number; layerRate?: number }>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const chosen = chosenVersion(model, versions, wanted) ?? chosenVersion(model, versions, undefined);
  if (!chosen)
    return (
      <EmptyState title="Nothing to train further">
        Only networks go on from where they are. Train other models anew.
      </EmptyState>
    );
  const { version } = chosen;
  const before = runs?.find(({ id }) => id === version.runId)?.config;
  const fitting = (datasets ?? []).filter(({ dataset }) => dataset.kind === version.input.kind);
  const dataset =
    fitting.find((entry) => entry.dataset.id === (chosenData ?? version.datasetId)) ?? undefined;
  const training = {
    learningRate: given.learningRate ?? gentlerRate(before?.learningRate ?? 0.003),
    epochs: given.epochs ?? before?.epochs ?? 10,
    ...((given.layerRate ?? before?.layerRate) !== undefined && {
      layerRate: given.layerRate ?? before?.layerRate,
    }),
  };
  const submit = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const { runId } = await run('training.goOn', {
        modelVersionId: version.id,
        ...(dataset && { datasetId: dataset.dataset.id }),
        training,
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const number = (value: string | number) => (typeof value === 'number' ? value : undefined);
  return (
    <div className={classes.layout}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Select
          label="Version to go on from"
          allowDeselect={false}
          data={versionChoices(model, versions)}
          value={chosen.choice}
          onChange={(next) => setWanted(next ?? undefined)}
        />
        <Select
          label="Dataset"
          description="Its own, or another with the same inputs and target."
          allowDeselect={false}
          searchable
          placeholder="Choose a dataset"
          data={fitting.map((entry) => ({
            value: entry.dataset.id,
            label: `${entry.dataset.name} (${formatCount(entry.version?.rows ?? 0)})`,
          }))}
          value={dataset?.dataset.id ?? null}
          onChange={(next) => setChosenData(next ?? undefined)}
        />
        <div className={classes.pair}>
          <NumberInput
            label="Learning rate"
            min={0}
            decimalScale={10}
            value={training.learningRate}
            onChange={(value) => setGiven((now) => ({ ...now, learningRate: number(value) }))}
          />
          <NumberInput
            label="Epochs"
            min={1}
            allowDecimal={false}
            value={training.epochs}
            onChange={(value) => setGiven((now) => ({ ...now, epochs: number(value) }))}
          />
        </div>
        <NumberInput
          label="Rate by depth"
          description="Each layer learns at this times the rate of the one behind it. 1: all alike."
          min={0.01}
          max={1}
          step={0.1}
          value={training.layerRate ?? 1}
          onChange={(value) => setGiven((now) => ({ ...now, layerRate: number(value) }))}
        />
        {error === undefined ? null : <ErrorNote error={error} />}
        <div>
          <Button type="submit" loading={busy} disabled={!dataset}>
            Train further
          </Button>
        </div>
      </form>
      <div className={classes.notes}>
        <Panel title="What stays">
          <p className="quiet">
            Weights, preprocessing and labels begin as version {version.number} has them. Rows that judged it
            judge again and are not learnt from, wherever they stand in the dataset. The new version says what
            was forgotten on them.
          </p>
        </Panel>
        <GrowPanel key={version.id} version={version} onGrown={setWanted} />
        <GoneOnNote version={version} versions={all} />
      </div>
    </div>
  );
}
