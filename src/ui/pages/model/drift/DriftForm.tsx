/** What is compared: whose rows, by which measure, in how many windows of time. */
import { Button, Select } from '@mantine/core';
import { IconArrowsDiff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { DriftInput } from '#/app/jobs/driftJob';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { type DriftMethod, driftMethods, measureTitles } from '#/core/drift/driftReport';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { isNumberType } from '#/core/table/cellValue';
import { CountInput } from '#/ui/components/CountInput';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { useAttempt } from '#/ui/useAttempt';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import classes from './drift.module.css';

const inOrder = 'order of rows';
const mostWindows = 24;

export function DriftForm({
  model,
  version,
  before,
  versionPick,
  earlier,
  onStarted,
}: {
  model: Model;
  version: ModelVersion;
  /** Of the comparison that is shown. */
  before?: DriftInput;
  versionPick: ReactNode;
  earlier: ReactNode;
  onStarted: (jobId: string) => void;
}) {
  const datasets = useLive(liveDatasets());
  const [datasetId, setDataset] = useState<string>();
  const [method, setMethod] = useState<DriftMethod>(before?.method ?? 'auto');
  const [windows, setWindows] = useState(before?.windows ?? 1);
  const [along, setAlong] = useState(before?.timeColumn ?? inOrder);
  const { busy, error, attemptIt } = useAttempt();
  const fitting = (datasets ?? []).filter(
    ({ dataset, version: latest }) => latest && dataset.kind === version.input.kind,
  );
  const others = fitting.filter(({ dataset }) => dataset.id !== version.datasetId);
  const shown =
    fitting.find(({ dataset }) => dataset.id === datasetId) ??
    fitting.find(({ version: latest }) => latest?.id === before?.datasetVersionId) ??
    others[0] ??
    fitting[0];
  const described = useCommand('datasets.get', shown ? { id: shown.dataset.id } : null);
  const times = (described.data?.version?.schema.columns ?? []).filter(({ type }) => isNumberType(type));
  const timeColumn = times.find(({ name }) => name === along)?.name;
  const wrongWindows = !(Number.isInteger(windows) && windows >= 1 && windows <= mostWindows);

  const start = () =>
    attemptIt(async () => {
      const { jobId } = await run('monitor.drift', {
        modelId: model.id,
        version: version.number,
        datasetId: shown?.dataset.id ?? version.datasetId,
        method,
        windows,
        ...(windows > 1 && timeColumn !== undefined && { timeColumn }),
      });
      onStarted(jobId);
    });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrongWindows) void start();
      }}
    >
      <div className={classes.pick}>
        {versionPick}
        <Select
          label="Rows of"
          w={220}
          searchable
          allowDeselect={false}
          data={fitting.map(({ dataset }) => ({
            value: dataset.id,
            label:
              dataset.id === version.datasetId
                ? `${dataset.name} (${dataset.latestVersionId === version.datasetVersionId ? 'held back' : 'newest version'})`
                : dataset.name,
          }))}
          value={shown?.dataset.id ?? null}
          onChange={(id) => setDataset(id ?? undefined)}
        />
        <Select
          label="Measure"
          w={200}
          allowDeselect={false}
          data={driftMethods.map((one) => ({
            value: one,
            label: one === 'auto' ? 'what suits each column' : measureTitles[one],
          }))}
          value={method}
          onChange={(next) => setMethod((next ?? 'auto') as DriftMethod)}
        />
        <CountInput
          label="Windows"
          value={windows}
          error={wrongWindows ? `1 to ${mostWindows}` : undefined}
          onChange={setWindows}
        />
        {windows > 1 && (
          <Select
            label="Along"
            w={180}
            allowDeselect={false}
            data={[inOrder, ...times.map(({ name }) => name).filter((name) => name !== inOrder)]}
            value={timeColumn ?? inOrder}
            onChange={(name) => setAlong(name ?? inOrder)}
          />
        )}
        <Button
          type="submit"
          variant={before ? 'default' : 'filled'}
          loading={busy}
          disabled={wrongWindows || !shown}
          leftSection={<IconArrowsDiff size={16} />}
        >
          Compare
        </Button>
        {earlier}
      </div>
      {error !== undefined && <ErrorNote error={error} />}
    </form>
  );
}
