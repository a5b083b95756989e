/** "Train again": the choices of an earlier run. */
import { families } from '#/core/families/registry';
import type { Run } from '#/core/protocol/model';
import { trainConfig } from '#/core/protocol/train';
import { emptyDraft, type TrainDraft } from './trainDraft';
import { heldOut, type ValidationChoice } from './validationChoice';

export function draftOfRun(run: Run, fieldNames: readonly string[]): TrainDraft {
  const { optimizerParams, lossParams, scheduleParams, ...training } = run.config;
  const known = new Set(Object.keys(trainConfig.shape));
  return {
    ...emptyDraft,
    training: Object.fromEntries(Object.entries(training).filter(([name]) => known.has(name))),
    entryParams: {
      optimizer: { ...optimizerParams },
      loss: { ...lossParams },
      schedule: { ...scheduleParams },
    },
    familyParams: familyParams(run.params),
    features: features(run.params, fieldNames),
    validation: validation(run),
  };
}

/** Once folds have judged it, the way on is the model itself. */
function validation({ crossValidation, status }: Run): ValidationChoice {
  if (!crossValidation || status === 'finished') return heldOut;
  const { folds, repeats } = crossValidation;
  return repeats > 1 ? { by: 'repeated', folds, repeats } : { ...heldOut, by: 'folds', folds };
}

/** Logged as "mlp.hiddenLayers": "[64,64]"; taken only if the family still accepts them all. */
function familyParams(params: Run['params']): Record<string, unknown> {
  const family = String(params.family ?? '');
  const taken = Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.startsWith(`${family}.`))
      .map(([name, value]) => [name.slice(family.length + 1), unpacked(value)]),
  );
  return families.find(family)?.params.safeParse(taken).success ? taken : {};
}

function unpacked(value: string | number | boolean): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** Long lists are logged shortened; then the usual choice is better than a wrong one. */
function features(params: Run['params'], fieldNames: readonly string[]): string[] | undefined {
  const names = new Set(String(params.features ?? '').split(', '));
  const chosen = fieldNames.filter((name) => names.has(name));
  return chosen.length > 0 && chosen.length === params.featureCount ? chosen : undefined;
}
