/** Settings that name a registry entry have settings of their own: the optimizer's, the loss's, the schedule's. */
import type { z } from 'zod';
import { losses } from '#/core/losses/registry';
import { optimizers } from '#/core/optimizers/registry';
import type { TrainConfig } from '#/core/protocol/train';
import { schedules } from '#/core/schedules/registry';
import { type ControlSpec, controlSpecs, controlText, validateControls } from '#/ui/forms/controlSpec';
import type { FormValues } from '#/ui/forms/SchemaForm';

export const entryKinds = [
  { choice: 'optimizer', params: 'optimizerParams', registry: optimizers },
  { choice: 'loss', params: 'lossParams', registry: losses },
  { choice: 'schedule', params: 'scheduleParams', registry: schedules },
] as const;
export type EntryChoice = (typeof entryKinds)[number]['choice'];
export type EntryParams = Readonly<Partial<Record<EntryChoice, FormValues>>>;

export interface EntryForm {
  choice: EntryChoice;
  title: string;
  specs: ControlSpec[];
  schema: z.ZodType;
  standards: FormValues;
}

/** The forms of what is chosen now; entries without settings have none. */
export function entryForms(training: FormValues, standards: Partial<TrainConfig>): EntryForm[] {
  return entryKinds.flatMap(({ choice, params, registry }) => {
    const type = controlText(training[choice] ?? standards[choice] ?? standardOf[choice]);
    const entry = registry.find(type);
    if (!entry) return [];
    const specs = controlSpecs(entry.params);
    if (specs.length === 0) return [];
    const isStandard = type === (standards[choice] ?? standardOf[choice]);
    return [
      {
        choice,
        title: `${entry.title} settings`,
        specs,
        schema: entry.params,
        standards: (isStandard ? standards[params] : undefined) ?? {},
      },
    ];
  });
}

const standardOf: Record<EntryChoice, string> = { optimizer: 'adamw', loss: 'auto', schedule: 'constant' };

export const entryProblems = (form: EntryForm, values: FormValues = {}): Map<string, string> =>
  validateControls(form.schema, form.specs, { ...form.standards, ...values });

/** What was changed goes with the standards it was changed from: settings are sent whole. */
export function entryTraining(params: EntryParams, forms: readonly EntryForm[]): Partial<TrainConfig> {
  return Object.fromEntries(
    entryKinds.flatMap(({ choice, params: field }) => {
      const values = params[choice];
      const form = forms.find((candidate) => candidate.choice === choice);
      if (!form || !values || Object.keys(values).length === 0) return [];
      return [[field, { ...form.standards, ...values }]];
    }),
  );
}
