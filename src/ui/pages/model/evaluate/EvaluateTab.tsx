/** An imported model asked as it is on a dataset: which of its arrays are what, and what it is then worth. */
import { Button, MultiSelect, Select, Textarea } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import type { OnnxBody } from '#/core/bodies/onnx';
import { bodyOf } from '#/core/bodies/registry';
import { answersTask } from '#/core/families/suits';
import { onnx, readings } from '#/core/families/onnx';
import { kindOf } from '#/core/kinds/registry';
import { portText } from '#/core/onnxFile/ports';
import type { Model, ModelVersion } from '#/core/protocol/model';
import type { PixelScale } from '#/core/protocol/train';
import { offeredInputs } from '#/core/train/inputs';
import { targetsOf } from '#/core/train/targets';
import { formatCount } from '#/ui/charts/formatNumber';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import { EmptyState } from '#/ui/components/EmptyState';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { TargetSelect } from '#/ui/components/TargetSelect';
import { useCommand } from '#/ui/useCommand';
import { useLive } from '#/ui/useLive';
import classes from '../further/further.module.css';
import { pixelScaleChoices } from '../pixelScaleChoices';

type Reads = (typeof readings)[number];
const readsAs: Record<Reads, string> = {
  auto: 'Seen in its first answers',
  logits: 'Logits',
  probabilities: 'Probabilities',
};

export default function EvaluateTab({
  model,
  versions: all,
}: {
  model: Model;
  versions: readonly ModelVersion[];
}) {
  const navigate = useNavigate();
  const datasets = useLive(liveDatasets());
  const versions = all.filter(({ body }) => bodyOf(body).files);
  const [wanted, setWanted] = useState<string>();
  const [data, setData] = useState<string>();
  const [target, setTarget] = useState<string>();
  const [columns, setColumns] = useState<string[]>();
  const [labels, setLabels] = useState('');
  const [output, setOutput] = useState<string>();
  const [answers, setAnswers] = useState<Reads>('auto');
  const [scale, setScale] = useState<PixelScale>('unit');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const chosen =
    chosenVersion(model, versions, wanted) ?? chosenVersion({ ...model, aliases: {} }, versions, undefined);
  const described = useCommand('datasets.describe', data ? { id: data } : null);
  if (!chosen)
    return (
      <EmptyState title="Nothing to evaluate as it is">
        Only imported ONNX files are. Versions that were trained here have the evaluation of their run.
      </EmptyState>
    );
  const { version } = chosen;
  const { inputs, outputs } = version.body.spec as OnnxBody;
  const fitting = (datasets ?? []).filter((entry) => entry.version && kindOf(entry.dataset).taken);
  const targets = (described.data ? targetsOf(described.data) : []).filter(
    ({ task }) => !task || answersTask(onnx, task.type),
  );
  const answer = target ?? targets.find(({ name }) => name === described.data?.suggestedTarget)?.name;
  const labelled = targets.find(({ name }) => name === answer)?.task?.labels;
  const offered =
    described.data && answer ? offeredInputs(described.data, answer).map(({ column }) => column.name) : [];
  const isTable = described.data ? kindOf(described.data.schema).rowsAreCells : false;
  const given = (columns ?? offered).filter((name) => offered.includes(name));
  const lines = labels.split('\n').filter((line) => line.trim() !== '');
  const submit = async () => {
    if (!data || !answer) return;
    setBusy(true);
    setError(undefined);
    try {
      const { runId } = await run('models.evaluate', {
        modelVersionId: version.id,
        datasetId: data,
        target: answer,
        ...(isTable ? { columns: given } : { pictures: { scale } }),
        ...(output !== undefined && { output }),
        ...(labelled && { answers, ...(lines.length > 0 && { labels: lines }) }),
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  return (
    <div className={classes.layout}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {versions.length > 1 && (
          <Select
            label="Version"
            allowDeselect={false}
            data={versionChoices(model, versions)}
            value={chosen.choice}
            onChange={(next) => setWanted(next ?? undefined)}
          />
        )}
        <Select
          label="Dataset"
          placeholder="Choose a table or images"
          allowDeselect={false}
          searchable
          data={fitting.map(({ dataset, version: newest }) => ({
            value: dataset.id,
            label: `${dataset.name} (${formatCount(newest?.rows ?? 0)})`,
          }))}
          value={data ?? null}
          onChange={(next) => {
            setData(next ?? undefined);
            setTarget(undefined);
            setColumns(undefined);
          }}
        />
        <TargetSelect
          label="What it answers"
          disabled={!described.data}
          choices={targets}
          value={answer}
          onChange={setTarget}
        />
        {described.data &&
          (isTable ? (
            <MultiSelect
              label="Columns"
              description="In the order that the model takes them."
              searchable
              data={offered}
              value={given}
              onChange={setColumns}
            />
          ) : (
            <Select
              label="Values of pixels"
              description="As the model was taught with."
              allowDeselect={false}
              data={pixelScaleChoices}
              value={scale}
              onChange={(next) => setScale((next ?? 'unit') as PixelScale)}
            />
          ))}
        {outputs.length > 1 && (
          <Select
            label="Output"
            description="The one that answers; else the first of numbers."
            clearable
            data={outputs.map((port) => ({ value: port.name, label: `${port.name}, ${portText(port)}` }))}
            value={output ?? null}
            onChange={(next) => setOutput(next ?? undefined)}
          />
        )}
        {labelled && (
          <>
            <Select
              label="Its answers are"
              allowDeselect={false}
              data={readings.map((value) => ({ value, label: readsAs[value] }))}
              value={answers}
              onChange={(next) => setAnswers((next ?? 'auto') as Reads)}
            />
            <Textarea
              label="Labels of its outputs"
              description="One a line, in their order; also those that the dataset does not have. Empty: as shown."
              placeholder={labelled.join('\n')}
              autosize
              minRows={2}
              maxRows={8}
              value={labels}
              onChange={(event) => setLabels(event.currentTarget.value)}
            />
          </>
        )}
        {error === undefined ? null : <ErrorNote error={error} />}
        <div>
          <Button type="submit" loading={busy} disabled={!data || !answer || (isTable && given.length === 0)}>
            Evaluate
          </Button>
        </div>
      </form>
      <Panel title="What becomes of it">
        <div className={classes.kept}>
          <p className="quiet">
            Version {version.number} takes{' '}
            {inputs.map((port) => `${port.name}, ${portText(port)}`).join('; ')}. It is asked as it is:
            nothing is learnt, so half of the rows judge it, or the rows that the dataset keeps for a test.
            The evaluation is that of every run, beside what answering without a model comes to.
          </p>
          <p className="quiet">
            The new version of this model takes samples of such a dataset: it can be asked by its columns or
            with images, explained, compared with others, and exported as one file with what comes before it.
          </p>
        </div>
      </Panel>
    </div>
  );
}
