/** What is asked: whose rows or which sample, the settings of the method, and the start. */
import { Button, Checkbox, Select } from '@mantine/core';
import { IconChevronRight, IconWand } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { ExplainInput } from '#/app/jobs/explainJob';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import type { ExplainerDef } from '#/core/explain/explainerDef';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { controlSpecs, validateControls } from '#/ui/forms/controlSpec';
import { registryOptions } from '#/ui/forms/registryOptions';
import { SchemaForm } from '#/ui/forms/SchemaForm';
import { useAttempt } from '#/ui/useAttempt';
import { useLive } from '#/ui/useLive';
import classes from './explain.module.css';

export function ExplainForm({
  model,
  version,
  method,
  before,
  sample: firstSample,
  versionPick,
  earlier,
  onStarted,
}: {
  model: Model;
  version: ModelVersion;
  method: ExplainerDef;
  /** Of the explanation that is shown. */
  before?: ExplainInput;
  sample: number;
  versionPick: ReactNode;
  earlier: ReactNode;
  onStarted: (jobId: string) => void;
}) {
  const datasets = useLive(liveDatasets());
  const [open, setOpen] = useState(false);
  const [params, setParams] = useState(before?.params ?? {});
  const [sample, setSample] = useState(firstSample);
  const [datasetId, setDataset] = useState<string>();
  const [again, setAgain] = useState(true);
  const { busy, error, attemptIt } = useAttempt();
  const listed = registryOptions(version.task);
  const specs = controlSpecs(method.params, (registry) =>
    registry === 'inputs'
      ? version.inputs.map(({ name }) => ({ value: name, label: name }))
      : listed(registry),
  );
  const problems = validateControls(method.params, specs, params);
  const fitting = (datasets ?? []).filter(
    ({ dataset, version: latest }) => latest && method.kinds.includes(dataset.kind),
  );
  const shownId =
    datasetId ??
    fitting.find(({ dataset, version: latest }) =>
      before ? latest?.id === before.datasetVersionId : dataset.id === version.datasetId,
    )?.dataset.id ??
    version.datasetId;
  const rows = fitting.find(({ dataset }) => dataset.id === shownId)?.version?.rows;
  const ofSample = method.of === 'sample';
  const wrongSample = ofSample && !(Number.isInteger(sample) && (rows === undefined || sample < rows));

  /** Rows that the explanation was asked for; they are of its dataset. */
  const chosen = datasetId === undefined && method.takesRows ? before?.chosen : undefined;

  const start = () =>
    attemptIt(async () => {
      const { jobId } = await run('explain.run', {
        modelId: model.id,
        version: version.number,
        method: method.type,
        params,
        ...(shownId !== version.datasetId && { datasetId: shownId }),
        ...(ofSample && { sampleIndices: [sample] }),
        ...(chosen && again && { sampleIndices: chosen }),
      });
      onStarted(jobId);
    });

  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongSample && problems.size === 0) void start();
      }}
    >
      <div className={classes.pick}>
        {versionPick}
        {!method.learnsAnew && (
          <Select
            label={ofSample ? 'Dataset' : 'Rows of'}
            w={220}
            searchable
            allowDeselect={false}
            data={fitting.map(({ dataset }) => ({ value: dataset.id, label: dataset.name }))}
            value={shownId}
            onChange={(id) => setDataset(id ?? undefined)}
          />
        )}
        {ofSample && (
          <CountInput
            label={rows === undefined ? 'Sample' : `Sample, 0 to ${rows - 1}`}
            value={sample}
            error={wrongSample ? 'no such sample' : undefined}
            onChange={setSample}
          />
        )}
        {chosen && (
          <Checkbox
            label={`Only the ${chosen.length} chosen rows`}
            checked={again}
            onChange={(event) => setAgain(event.currentTarget.checked)}
          />
        )}
        <Button
          type="submit"
          variant={before ? 'default' : 'filled'}
          loading={busy}
          disabled={wrongSample || problems.size > 0}
          leftSection={<IconWand size={16} />}
        >
          Explain
        </Button>
        {earlier}
      </div>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <IconChevronRight size={16} aria-hidden="true" />
        Settings
      </button>
      {open && (
        <div className={classes.settings}>
          <p className="quiet">{method.summary}</p>
          <SchemaForm
            specs={specs}
            values={params}
            problems={problems}
            onChange={(values) => setParams({ ...values })}
          />
        </div>
      )}
      {error !== undefined && <ErrorNote error={error} />}
    </form>
  );
}
