/**
 * What the parameters of a space are settings of: "learningRate" of the training, "optimizer.beta1" of its optimiser,
 * "mlp.dropout" of the family, as runs call them. Everything that can be known wrong is refused here, by name.
 */
import { nearestName } from '../expression/nearestName';
import type { FamilyDef } from '../families/familyDef';
import type { TrainSetting } from '../learners/learnerDef';
import { learnerOf } from '../learners/registry';
import { TetradError } from '../protocol/errors';
import type { ParamSpec, ParamValue, SpaceSpec, TrialParams } from '../protocol/sweep';
import { type TrainConfig, trainConfig } from '../protocol/train';

/** They decide which rows judge, or what is only told. */
const never = new Map<string, string>([
  ...['validationSplit', 'testSplit', 'splitBy'].map(
    (name) => [name, 'trials that are judged by other rows cannot be compared'] as const,
  ),
  ['seed', 'the best seed says nothing of others; give repeats instead'],
  ...['backend', 'replay', 'deterministic'].map((name) => [name, 'it does not make a model better'] as const),
]);

const entries = { optimizer: 'optimizerParams', schedule: 'scheduleParams', loss: 'lossParams' } as const;
type Entry = keyof typeof entries;

interface Setting {
  /** As runs call it. */
  name: string;
  of: 'training' | 'family' | Entry;
  key: string;
}

type Shape = Record<
  string,
  { safeParse(value: unknown): { success: boolean; error?: { issues: { message: string }[] } } }
>;
const trainShape = trainConfig.shape as unknown as Shape;
const familyShape = ({ params }: FamilyDef): Shape => ('shape' in params ? (params.shape as Shape) : {});

const refused = (name: string, message: string, hint: string): TetradError =>
  new TetradError({ code: 'badInput', message: `${name}: ${message}`, place: `space.${name}`, hint });

export function settingOf(family: FamilyDef, name: string): Setting {
  const [prefix = '', ...rest] = name.split('.');
  const key = rest.join('.');
  if (key === '' && name in trainShape) return { name, of: 'training', key: name };
  if (prefix in entries && key !== '') return { name, of: prefix as Entry, key };
  const own = prefix === family.type && key !== '' ? key : name;
  const shape = familyShape(family);
  if (own in shape) return { name: `${family.type}.${own}`, of: 'family', key: own };
  const known = [...Object.keys(shape), ...Object.keys(trainShape)];
  const near = nearestName(own, known);
  throw refused(
    name,
    `${family.title} has no such setting.`,
    near
      ? `Did you mean ${near}?`
      : `It has: ${Object.keys(shape).join(', ') || 'none of its own'}; and those of the training, such as learningRate.`,
  );
}

/** The space by the names that runs use; refuses what is no setting, or a value that the setting does not take. */
export function checkSearched(
  family: FamilyDef,
  space: SpaceSpec,
  training: Partial<TrainConfig> = {},
): SpaceSpec {
  const learner = learnerOf(family, { training });
  const names = new Map(Object.keys(space).map((name) => [name, settingOf(family, name).name]));
  return Object.fromEntries(
    Object.entries(space).map(([given, spec]): [string, ParamSpec] => {
      const { name, of, key } = settingOf(family, given);
      const why = of === 'training' ? never.get(key) : undefined;
      if (why) throw refused(given, `this is not searched: ${why}.`, 'Take it out of the space.');
      const heard = of === 'family' || learner.heeds((of === 'training' ? key : of) as TrainSetting);
      if (!heard)
        throw refused(given, `${learner.title} does not heed this setting.`, 'Take it out of the space.');
      const field =
        of === 'family' ? familyShape(family)[key] : of === 'training' ? trainShape[key] : undefined;
      for (const value of spec.type === 'categorical' ? spec.values : [spec.min, spec.max]) {
        const issue = field?.safeParse(value).error?.issues[0];
        if (issue)
          throw refused(given, `${JSON.stringify(value)} cannot be: ${issue.message}.`, 'Correct the space.');
      }
      const when =
        spec.when &&
        Object.fromEntries(
          Object.entries(spec.when).map(([parent, values]) => [names.get(parent) ?? parent, values]),
        );
      return [name, { ...spec, ...(when && { when }) }];
    }),
  );
}

/** What a trial changes of a training. */
export function settingsOf(
  family: FamilyDef,
  params: TrialParams,
  base: Partial<TrainConfig>,
): { familyParams: Record<string, ParamValue>; training: Record<string, unknown> } {
  const familyParams: Record<string, ParamValue> = {};
  const training: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(params)) {
    const { of, key } = settingOf(family, name);
    if (of === 'family') familyParams[key] = value;
    else if (of === 'training') training[key] = value;
    else {
      const field = entries[of];
      training[field] = { ...(training[field] as object | undefined), [key]: value };
    }
  }
  return { familyParams, training };
}

/** Of a training without a search, what it sets of this name. */
export function standardOf(
  family: FamilyDef,
  name: string,
  config: TrainConfig,
  familyParams: Record<string, unknown>,
): ParamValue | undefined {
  const { of, key } = settingOf(family, name);
  const settings: Record<string, unknown> =
    of === 'family' ? familyParams : of === 'training' ? config : config[entries[of]];
  return settings[key] as ParamValue | undefined;
}
