import { kindOf } from '#/core/kinds/registry';
import { taskOf } from '#/core/tasks/registry';
import { Button, Checkbox } from '@mantine/core';
import { IconChevronRight, IconPlayerPlay, IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type CommandInput, type CommandOutput, run } from '#/app/run';
import { families } from '#/core/families/registry';
import type { FoldPlan } from '#/core/protocol/crossValidation';
import type { Run } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { offeredInputs } from '#/core/train/inputs';
import { ErrorNote } from '#/ui/components/ErrorNote';
import type { FormTraining } from '#/core/train/formMemory';
import { targetsOf } from '#/core/train/targets';
import { type FormValues, SchemaForm } from '#/ui/forms/SchemaForm';
import { AdvancedSettings } from './AdvancedSettings';
import { BeginWith } from './BeginWith';
import { begunBy } from './begunBy';
import { draftOfRun } from './draftOfRun';
import { entryForms, entryTraining } from './entryForms';
import { FamilyChooser } from './FamilyChooser';
import { DrawnNetwork } from './graph/DrawnNetwork';
import { MemoryNote } from './MemoryNote';
import { FeaturePicker } from './FeaturePicker';
import { SizeChoice } from './SizeChoice';
import { SplitPanel } from './SplitPanel';
import classes from './train.module.css';
import {
  draftProblems,
  emptyDraft,
  settingsFor,
  type TrainDraft,
  toSubmission,
  trainForms,
} from './trainDraft';
import { keepSearchBase } from '../search/searchBase';
import { ValidateBy } from './ValidateBy';
import { planOf, planProblems } from './validationChoice';

export function TrainForm({
  datasetId,
  described,
  options,
  family: wanted,
  modelId,
  base,
  onFamily,
}: {
  datasetId: string;
  described: CommandOutput<'datasets.describe'>;
  options: CommandOutput<'training.options'>;
  family?: string;
  modelId?: string;
  /** A run to start from. */
  base?: Run;
  onFamily: (family: string) => void;
}) {
  const navigate = useNavigate();
  const { task, target } = options;
  const { untaught } = taskOf(task);
  const { schema } = described;
  const { words } = kindOf(schema);
  const { columns: fields } = schema;
  const [draft, setDraft] = useState<TrainDraft>(() =>
    base
      ? draftOfRun(
          base,
          fields.map((field) => field.name),
        )
      : emptyDraft,
  );
  const noun = words.input;
  const begun = base && begunBy(base);
  const [beginAgain, setBeginAgain] = useState(true);
  const [alsoAblation, setAlsoAblation] = useState(false);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const startButton = useRef<HTMLButtonElement>(null);

  const family =
    options.families.find((entry) => entry.type === (wanted ?? base?.params.family)) ?? options.families[0];
  const ablation = family && families.get(family.type).ablation;
  const standards = family?.defaults ?? {};
  const forms = trainForms(family?.type ?? '', task, draft.familyParams);
  const entries = entryForms(draft.training, standards).filter(({ choice }) => forms.heeds(choice));
  const problems = draftProblems(draft, forms, entries, family?.type ?? '', standards);
  const inputs = useMemo(() => offeredInputs(described, target), [described, target]);
  const targetTitle = targetsOf(described).find(({ name }) => name === target)?.title;
  const usable = useMemo(() => inputs.map(({ column }) => column), [inputs]);
  const chosen = useMemo(
    () =>
      new Set(draft.features ?? inputs.flatMap(({ column, standard }) => (standard ? [column.name] : []))),
    [draft.features, inputs],
  );
  const plan = planOf(draft.validation);
  /** Of another family, or in folds, nothing of that version can be kept. */
  const canBegin = plan === undefined && family?.type === base?.params.family;
  const foldProblems = planProblems(draft.validation, described.rows);
  const wrong = problems.count + foldProblems.size;
  const targetStats = described.stats[fields.findIndex((field) => field.name === target)];
  const change = (part: Partial<TrainDraft>) => setDraft((before) => ({ ...before, ...part }));

  /** What would be trained: for its memory, the cost of other models, the shapes of a drawn one. */
  const askedOf = (training: Record<string, unknown>): FormTraining => ({
    features: inputs.filter(({ column }) => chosen.has(column.name)),
    schema,
    rows: described.rows,
    task,
    family: family?.type ?? '',
    familyParams: draft.familyParams,
    training,
  });
  const asked = askedOf({ ...standards, ...draft.training, ...entryTraining(draft.entryParams, entries) });

  useEffect(() => {
    if (document.activeElement === document.body || document.activeElement === null)
      startButton.current?.focus({ preventScroll: true });
  }, []);

  const toRequest = (familyType: string) =>
    toSubmission(draft, entries, {
      datasetId,
      versionId: described.versionId,
      target,
      ...(task.type !== options.tasks[0]?.type && { task: task.type }),
      family: familyType,
      ...(modelId ? { modelId } : {}),
    });

  const search = async (familyType: string) => {
    keepSearchBase(toRequest(familyType));
    await navigate({
      to: '/search',
      search: { dataset: datasetId, target, task: task.type, family: familyType },
    });
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!family || busy) return;
    if (wrong > 0) {
      if (problems.folded) setOpen(true);
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const request = toRequest(family.type);
      const kept = beginAgain && canBegin && begun !== 'unknown' ? begun : {};
      const { runId } = await start({ ...request, ...kept }, plan);
      // The same data, split and settings.
      if (alsoAblation && ablation) {
        const { modelId: _own, familyParams, name: _name, ...same } = request;
        const other = { family: ablation.family, familyParams: ablation.params(familyParams ?? {}) };
        await start({ ...same, ...other }, plan);
      }
      await navigate({ to: '/runs/$runId', params: { runId } });
    } catch (thrown) {
      setError(thrown);
      setBusy(false);
    }
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <div className={classes.columns}>
        <p className={classes.task}>
          {taskOf(task).title}:{' '}
          {task.labels
            ? labelsText(task.labels, targetStats?.distinct)
            : task.horizon === undefined
              ? taskOf(task).words.answer
              : task.steps !== undefined
                ? `${chosen.size === 1 ? 'the channel' : 'all channels'}, the next ${task.steps === 1 ? 'step' : `${task.steps} steps`}`
                : `the whole field, ${task.horizon} ${task.horizon === 1 ? 'step' : 'steps'} ahead`}
        </p>
        <FeaturePicker
          fields={usable}
          chosen={chosen}
          hints={described.hints}
          noun={noun}
          onChange={(features) => change({ features })}
        />
      </div>
      <div className={classes.how}>
        <FamilyChooser
          families={options.families}
          value={family?.type ?? ''}
          training={askedOf({})}
          onChange={(type) => {
            change({ familyParams: settingsFor(type, draft.familyParams) });
            onFamily(type);
          }}
        />
        <section aria-label="Settings">
          <h2 className={classes.panelTitle}>Settings</h2>
          <div className={classes.stack}>
            <SchemaForm
              specs={forms.basic}
              values={draft.training}
              standards={standards}
              problems={problems.training}
              onChange={(training) => change({ training })}
            />
            {family && (
              <SizeChoice
                family={families.get(family.type)}
                values={draft.familyParams}
                onChange={(familyParams) => change({ familyParams })}
              />
            )}
            {family && families.get(family.type).drawn && (
              <DrawnNetwork
                training={asked}
                listed={options.families}
                onChange={(familyParams) => change({ familyParams })}
              />
            )}
            {forms.family.length > 0 && (
              <SchemaForm
                specs={forms.family}
                values={draft.familyParams}
                problems={problems.family}
                onChange={(familyParams) => change({ familyParams })}
              />
            )}
            {begun && (
              <BeginWith begun={begun} on={beginAgain} possible={canBegin} onChange={setBeginAgain} />
            )}
            {!untaught && (
              <ValidateBy
                choice={draft.validation}
                rows={described.rows}
                words={words}
                problems={foldProblems}
                onChange={(validation) => change({ validation })}
              />
            )}
          </div>
        </section>
        <SplitPanel
          source={described}
          task={task}
          samples={described.rows - (targetStats?.missing ?? 0)}
          training={draft.training}
          onChange={(part) => change({ training: withChoices(draft.training, part) })}
        />
        <section>
          <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
            <IconChevronRight size={16} aria-hidden="true" />
            Advanced
          </button>
          {open && (
            <AdvancedSettings
              draft={draft}
              forms={forms}
              entries={entries}
              standards={standards}
              problems={problems}
              rows={described.rows}
              onChange={change}
            />
          )}
        </section>
        {ablation && (
          <Checkbox
            label={`Also train the ${ablation.title}`}
            description={ablation.hint}
            checked={alsoAblation}
            onChange={(event) => setAlsoAblation(event.currentTarget.checked)}
          />
        )}
        {error !== undefined && <ErrorNote error={error} />}
        <div className={classes.bar}>
          <span className={classes.barNote} role="status">
            {wrong > 0
              ? `${wrong} setting${wrong === 1 ? '' : 's'} to correct`
              : chosen.size === 0
                ? `Choose at least one ${noun} to learn from`
                : `${formatCount(described.rows)} ${words.samples}, ${formatCount(chosen.size)} ${noun}${chosen.size === 1 ? '' : 's'}, ${untaught ? 'looking for' : 'predicting'} ${untaught ? target : (targetTitle?.toLowerCase() ?? target)}`}
            {wrong === 0 && chosen.size > 0 && <MemoryNote training={asked} />}
          </span>
          {family && !plan && !untaught && (
            <Button
              variant="default"
              size="sm"
              disabled={wrong > 0 || chosen.size === 0}
              leftSection={<IconSearch size={16} />}
              onClick={() => void search(family.type)}
            >
              Search settings
            </Button>
          )}
          <Button
            ref={startButton}
            type="submit"
            size="sm"
            loading={busy}
            disabled={wrong > 0 || chosen.size === 0 || !family}
            leftSection={<IconPlayerPlay size={16} />}
          >
            {plan ? 'Cross-validate' : 'Start training'}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** One training, or one for each fold: those are kept apart from the model's own versions. */
async function start(request: CommandInput<'training.submit'>, plan: FoldPlan | undefined) {
  if (!plan) return await run('training.submit', request);
  const { modelId: _own, ...same } = request;
  return await run('training.crossValidate', { ...same, ...plan });
}

/** undefined takes a choice back. */
const withChoices = (before: FormValues, part: FormValues): FormValues =>
  Object.fromEntries(Object.entries({ ...before, ...part }).filter(([, value]) => value !== undefined));

/** Statistics keep only the most frequent labels: the count is of all of them. */
function labelsText(labels: readonly string[], distinct: number | undefined): string {
  if (labels.length === 0) return distinct === undefined ? 'a label' : `${formatCount(distinct)} labels`;
  const count = Math.max(labels.length, distinct ?? 0);
  const shown = labels.slice(0, 6);
  const rest = count - shown.length;
  const text = shown.join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '');
  return `${formatCount(count)} labels (${text})`;
}
