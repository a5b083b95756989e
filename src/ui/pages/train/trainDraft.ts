/** What the page sends: only choices that differ from the standards, so defaults stay alive. */
import { taskOf } from '#/core/tasks/registry';
import type { CommandInput } from '#/app/run';
import { families } from '#/core/families/registry';
import type { TrainSetting } from '#/core/learners/learnerDef';
import { learnerOf } from '#/core/learners/registry';
import { type TaskSpec, type TrainConfig, trainConfig } from '#/core/protocol/train';
import { type ControlSpec, controlSpecs, validateControls } from '#/ui/forms/controlSpec';
import { registryOptions } from '#/ui/forms/registryOptions';
import type { FormValues } from '#/ui/forms/SchemaForm';
import {
  type EntryChoice,
  type EntryForm,
  type EntryParams,
  entryProblems,
  entryTraining,
} from './entryForms';
import { heldOut, type ValidationChoice } from './validationChoice';

export interface TrainDraft {
  training: FormValues;
  familyParams: FormValues;
  entryParams: EntryParams;
  /** undefined = all that may be used. */
  features?: readonly string[];
  name: string;
  validation: ValidationChoice;
}

export const emptyDraft: TrainDraft = {
  training: {},
  familyParams: {},
  entryParams: {},
  name: '',
  validation: heldOut,
};

export interface TrainForms {
  family: ControlSpec[];
  basic: ControlSpec[];
  advanced: ControlSpec[];
  /** For those who know what they look for. */
  expert: ControlSpec[];
  /** What was chosen for another family may mean nothing to this one. */
  heeds(setting: string): boolean;
}

const basicNames = new Set(['epochs', 'batchSize', 'learningRate']);

export function trainForms(
  family: string,
  task?: TaskSpec,
  /** Of the family, as far as they were changed. */
  params: FormValues = {},
): TrainForms {
  const familyDef = families.find(family);
  const whole = familyDef?.params.safeParse(params).data as FormValues | undefined;
  const { heeds } = learnerOf(familyDef ?? {}, { params: whole, task: task?.type });
  const suits = ({ value }: ControlSpec) => !value || !task || value === taskOf(task).value;
  const training = controlSpecs(trainConfig, registryOptions(task)).filter(
    (spec) => heeds(spec.name as TrainSetting) && suits(spec),
  );
  return {
    family: familyDef ? controlSpecs(familyDef.params).filter(suits) : [],
    basic: training.filter((spec) => basicNames.has(spec.name)),
    advanced: training.filter((spec) => !basicNames.has(spec.name) && !spec.advanced),
    expert: training.filter((spec) => !basicNames.has(spec.name) && spec.advanced),
    heeds: (setting) => heeds(setting as TrainSetting),
  };
}

const heeded = (training: FormValues, { heeds }: Pick<TrainForms, 'heeds'>): FormValues =>
  Object.fromEntries(Object.entries(training).filter(([name]) => heeds(name)));

export interface DraftProblems {
  training: Map<string, string>;
  family: Map<string, string>;
  entries: Map<EntryChoice, Map<string, string>>;
  count: number;
  /** Some are where they are only seen when Advanced is open. */
  folded: boolean;
}

export function draftProblems(
  draft: TrainDraft,
  forms: TrainForms,
  entries: readonly EntryForm[],
  family: string,
  standards: Partial<TrainConfig>,
): DraftProblems {
  const specs = [...forms.basic, ...forms.advanced, ...forms.expert];
  const training = validateControls(trainConfig, specs, {
    ...standards,
    ...heeded(draft.training, forms),
  });
  const familyParams = families.find(family)?.params;
  const inFamily = familyParams
    ? validateControls(familyParams, forms.family, draft.familyParams)
    : new Map();
  const inEntries = new Map(
    entries.map((form) => [form.choice, entryProblems(form, draft.entryParams[form.choice])]),
  );
  const entryCount = [...inEntries.values()].reduce((sum, problems) => sum + problems.size, 0);
  return {
    training,
    family: inFamily,
    entries: inEntries,
    count: training.size + inFamily.size + entryCount,
    folded: entryCount > 0 || [...training.keys()].some((name) => !basicNames.has(name)),
  };
}

/** Of what was set for one family, what another takes as well. */
export function settingsFor(family: string, values: FormValues): FormValues {
  const { params } = families.get(family);
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => params.safeParse({ [name]: value }).success),
  );
}

export function toSubmission(
  draft: TrainDraft,
  entries: readonly EntryForm[],
  chosen: Pick<
    CommandInput<'training.submit'>,
    'datasetId' | 'versionId' | 'target' | 'task' | 'family' | 'modelId'
  >,
): CommandInput<'training.submit'> {
  const given = { ...draft.training, ...entryTraining(draft.entryParams, entries) };
  const training = heeded(given, trainForms(chosen.family, undefined, draft.familyParams));
  return {
    ...chosen,
    ...(draft.features ? { features: [...draft.features] } : {}),
    ...(Object.keys(draft.familyParams).length ? { familyParams: { ...draft.familyParams } } : {}),
    ...(Object.keys(training).length ? { training: training as Partial<TrainConfig> } : {}),
    ...(draft.name.trim() ? { name: draft.name.trim() } : {}),
  };
}
