/** A version kept up to a layer, with a new answer for another dataset: a model of its own. */
import { Button, NumberInput, Select } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { liveDatasets } from '#/app/stores/live';
import { transferRecipe, usualFrozen } from '#/core/arch/cut/transferRecipe';
import { bodyOf } from '#/core/bodies/registry';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { images } from '#/core/kinds/images';
import type { PixelScale } from '#/core/protocol/train';
import { taskOf } from '#/core/tasks/registry';
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
import { CutChoice } from './CutChoice';
import { FeaturesButton } from './FeaturesButton';

const { batchSize, ...recipe } = transferRecipe;
const standard = { units: 0, ...recipe };

export default function TransferTab({
  model,
  versions: all,
}: {
  model: Model;
  versions: readonly ModelVersion[];
}) {
  const navigate = useNavigate();
  const datasets = useLive(liveDatasets());
  const versions = all.filter(({ body }) => bodyOf(body).cuts);
  const [wanted, setWanted] = useState<string>();
  const [data, setData] = useState<string>();
  const [target, setTarget] = useState<string>();
  const [cut, setCut] = useState<string>();
  const [frozen, setFrozen] = useState<number>();
  const [given, setGiven] = useState(standard);
  const [scale, setScale] = useState<PixelScale>('unit');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const chosen = chosenVersion(model, versions, wanted);
  const version = chosen?.version;
  const cuts = useCommand('models.cuts', version ? { modelVersionId: version.id } : null);
  const described = useCommand('datasets.describe', data ? { id: data } : null);
  if (!chosen || !version)
    return (
      <EmptyState title="Nothing to transfer">
        Only networks and imported ONNX files can be cut. Models of other kinds learn another task from the
        beginning.
      </EmptyState>
    );
  const isFile = bodyOf(version.body).files !== undefined;
  const kind = isFile ? images.type : version.input.kind;
  const fitting = (datasets ?? []).filter((entry) => entry.version && entry.dataset.kind === kind);
  const targets = (described.data ? targetsOf(described.data) : []).filter(
    ({ task }) => !task || !taskOf(task).untaught,
  );
  const answer = target ?? described.data?.suggestedTarget;
  const at = cut ?? cuts.data?.standard;
  const stands = cuts.data?.stands;
  const submit = async () => {
    if (!data || !answer || !cuts.data || !at) return;
    setBusy(true);
    setError(undefined);
    const { points } = cuts.data;
    const gates = points.slice(0, points.findIndex(({ id }) => id === at) + 1).filter(({ isGate }) => isGate);
    const { units, ...training } = given;
    try {
      const { runId } = await run('training.transfer', {
        modelVersionId: version.id,
        datasetId: data,
        target: answer,
        cut: at,
        ...(isFile && { pictures: { scale } }),
        ...(stands === undefined && {
          freeze: gates[Math.min(frozen ?? usualFrozen(gates.length), gates.length) - 1]?.id ?? null,
        }),
        head: { units: units > 0 ? [units] : [] },
        training: { ...training, batchSize },
      });
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };
  const number = (name: keyof typeof standard, label: string, description?: string) => (
    <NumberInput
      label={label}
      description={description}
      min={name === 'epochs' ? 1 : 0}
      allowDecimal={name === 'learningRate'}
      decimalScale={10}
      value={given[name]}
      onChange={(value) => typeof value === 'number' && setGiven((now) => ({ ...now, [name]: value }))}
    />
  );
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
            onChange={(next) => {
              setWanted(next ?? undefined);
              setCut(undefined);
              setFrozen(undefined);
            }}
          />
        )}
        {cuts.data && at && (
          <CutChoice
            points={cuts.data.points}
            cut={at}
            stands={stands}
            frozen={frozen}
            onCut={(next) => {
              setCut(next);
              setFrozen(undefined);
            }}
            onFrozen={setFrozen}
          />
        )}
        {cuts.error !== undefined && <ErrorNote error={cuts.error} />}
        {isFile && (
          <Select
            label="Values of pixels"
            description="As the model was taught with."
            allowDeselect={false}
            data={pixelScaleChoices}
            value={scale}
            onChange={(next) => setScale((next ?? 'unit') as PixelScale)}
          />
        )}
        <Select
          label="New dataset"
          placeholder="Choose a dataset"
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
          }}
        />
        <TargetSelect
          label="New answer"
          disabled={!described.data}
          choices={targets}
          value={answer}
          onChange={setTarget}
        />
        {number('units', 'Hidden units', 'A layer between what is kept and the answer; 0 is none.')}
        <div className={classes.pair}>
          {number('learningRate', 'Learning rate')}
          {number('epochs', 'Epochs')}
        </div>
        {error === undefined ? null : <ErrorNote error={error} />}
        <div>
          <Button type="submit" loading={busy} disabled={!data || !answer || !at}>
            Transfer
          </Button>
        </div>
      </form>
      <Panel title="What becomes of it">
        <div className={classes.kept}>
          <p className="quiet">
            A new model, whose first layers are those of version {version.number} with their weights. Samples
            enter as that version takes them: images are brought to its size.
          </p>
          <p className="quiet">
            {stands !== undefined
              ? `The imported layers stand still as a whole, because ${stands}. They are computed once; after that an epoch costs only the head. The export is one ONNX of both.`
              : 'What stands still, statistics of normalisation included, is computed once; after that an epoch costs only what learns. Afterwards “Train further” on the new model lets all layers learn, those in front more slowly by “Rate by depth”.'}
          </p>
          {bodyOf(version.body).layers && (
            <>
              <p className="quiet">
                What {at ? `“${at}”` : 'a layer'} makes of the samples of a dataset can also be a table, with
                their labels beside it, for learners and maps of tables.
              </p>
              <div>
                <FeaturesButton modelVersionId={version.id} datasetId={data} cut={at} />
              </div>
            </>
          )}
        </div>
      </Panel>
    </div>
  );
}
