import { TextInput } from '@mantine/core';
import type { TrainConfig } from '#/core/protocol/train';
import { type FormValues, SchemaForm } from '#/ui/forms/SchemaForm';
import { type EntryForm, entryKinds, entryTraining } from './entryForms';
import { SchedulePreview } from './SchedulePreview';
import classes from './train.module.css';
import type { DraftProblems, TrainDraft, TrainForms } from './trainDraft';

/** Everything that has a good default: the optimizer and its settings, loss, schedule, validation, seed, backend. */
export function AdvancedSettings({
  draft,
  forms,
  entries,
  standards,
  problems,
  rows,
  onChange,
}: {
  draft: TrainDraft;
  forms: TrainForms;
  entries: readonly EntryForm[];
  standards: Partial<TrainConfig>;
  problems: DraftProblems;
  /** Of the dataset. */
  rows: number;
  onChange: (part: Partial<TrainDraft>) => void;
}) {
  /** Settings of another optimizer mean nothing to this one. */
  const changeTraining = (training: FormValues) => {
    const kept = entryKinds.filter(({ choice }) => training[choice] === draft.training[choice]);
    const entryParams = Object.fromEntries(
      kept.map(({ choice }) => [choice, draft.entryParams[choice] ?? {}]),
    );
    onChange({ training, entryParams });
  };
  const training = {
    values: draft.training,
    standards,
    problems: problems.training,
    onChange: changeTraining,
  };
  return (
    <div className={classes.folded}>
      <SchemaForm specs={forms.advanced} {...training} />
      {entries.map((form) => (
        <section key={form.choice} aria-label={form.title}>
          <h3 className={classes.panelTitle}>{form.title}</h3>
          <SchemaForm
            specs={form.specs}
            values={draft.entryParams[form.choice] ?? {}}
            standards={form.standards}
            problems={problems.entries.get(form.choice)}
            onChange={(values) => onChange({ entryParams: { ...draft.entryParams, [form.choice]: values } })}
          />
        </section>
      ))}
      {forms.heeds('schedule') && problems.count === 0 && (
        <SchedulePreview
          training={{ ...standards, ...draft.training, ...entryTraining(draft.entryParams, entries) }}
          rows={rows}
        />
      )}
      {forms.expert.length > 0 && (
        <section aria-label="More settings">
          <h3 className={classes.panelTitle}>More</h3>
          <SchemaForm specs={forms.expert} {...training} />
        </section>
      )}
      <TextInput
        label="Name of the run"
        placeholder="Made from the data and the model"
        maxLength={200}
        maw={360}
        value={draft.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
    </div>
  );
}
