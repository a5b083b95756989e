/**
 * Population based training: `population` members learn side by side, one generation of trials after the other. Each trial
 * goes on with the weights of its member's trial of before; a member among the worst quarter goes on with the weights of one
 * among the best instead, and with settings near those. So what is found is a course of settings, not one for all epochs.
 * Here a generation waits for nobody: who is worst is asked of the newest complete trial of each member.
 */
import type { ParamSpec, ParamValue, TrialParams } from '../../protocol/sweep';
import { uniforms } from '../../random/random';
import { bestFirst } from '../bestFirst';
import { drawAtRandom, keepingConstraints } from '../drawParams';
import { countOf, fromUnit, isActive, type Param, type Space } from '../space';
import type { Asked, SamplerDef, SweepTrial } from './samplerDef';

/** Of the members: so many are replaced, and so many are copied. */
const replaced = 0.25;
/** A setting is drawn anew with this chance, else it is moved by this factor. */
const drawnAnew = 0.25;
const [less, more] = [0.8, 1.2];

export const standardPopulation = (trials: number): number =>
  Math.min(Math.max(Math.round(Math.sqrt(trials)), 2), 20);

interface Member {
  params: TrialParams;
  /** The trial whose weights it begins with. */
  from?: number;
}

export const populationBased: SamplerDef = {
  type: 'population',
  title: 'Population based',
  summary:
    'Networks that learn side by side: each trial goes on with the weights of one before, the worst with those of the best and with settings near theirs. Finds settings that change while a network learns; the epochs are those of one trial.',
  source: 'Jaderberg et al. 2017, Population based training of neural networks',
  ask: (asked) => nextMember(asked).params,
  inheritsFrom: (asked) => nextMember(asked).from,
};

function nextMember(asked: Asked): Member {
  const { space, trials, seed, number, population = standardPopulation(number + 1) } = asked;
  const anew = (): Member => ({ params: drawAtRandom(space, seed, number) });
  if (number < population) return anew();
  const members = newest(trials, population);
  const own = trials.find((trial) => trial.number === number - population);
  const count = Math.max(1, Math.floor(members.length * replaced));
  const isGood = own?.state === 'complete' && !members.slice(count).slice(-count).includes(own);
  if (own && isGood) return { params: own.params, from: own.number };
  const [pick = 0] = uniforms(seed, 'sweep/population/donor', number, 1);
  const donor = members[Math.floor(pick * count)];
  if (!donor) return anew();
  return { params: near(space, donor.params, seed, number), from: donor.number };
}

/** Of each member the newest trial that is complete, the best first. */
function newest(trials: readonly SweepTrial[], population: number): SweepTrial[] {
  const byMember = new Map<number, SweepTrial>();
  for (const trial of trials)
    if (trial.number >= 0 && trial.state === 'complete') byMember.set(trial.number % population, trial);
  return bestFirst([...byMember.values()]);
}

function near(space: Space, params: TrialParams, seed: number, number: number): TrialParams {
  return keepingConstraints(space, (attempt) => {
    const units = uniforms(seed, `sweep/population/${attempt}`, number, 2 * space.params.length);
    const moved: TrialParams = {};
    for (const [at, param] of space.params.entries())
      if (isActive(param, moved))
        moved[param.name] = movedValue(
          param,
          params[param.name],
          units[2 * at] as number,
          units[2 * at + 1] as number,
        );
    return moved;
  });
}

function movedValue(
  { spec }: Param,
  value: ParamValue | undefined,
  chance: number,
  unit: number,
): ParamValue {
  if (value === undefined || chance < drawnAnew) return fromUnit(spec, unit);
  const up = unit >= 0.5;
  if (spec.type === 'categorical') return besideOf(spec, value, up);
  const { min, max } = spec;
  const given = value as number;
  // A value at zero would stay there for ever.
  const by = Math.max(Math.abs(given) * (up ? more - 1 : 1 - less), 0.02 * (max - min) * Number(min <= 0));
  const moved = up ? given + by : given - by;
  if (spec.type !== 'integer') return Math.min(Math.max(moved, min), max);
  const step = spec.step ?? 1;
  const last = (countOf(spec) as number) - 1;
  const place = Math.round((given - min) / step);
  const steps = Math.max(1, Math.round(by / step));
  return min + step * Math.min(Math.max(place + (up ? steps : -steps), 0), last);
}

function besideOf(
  { values }: Extract<ParamSpec, { type: 'categorical' }>,
  value: ParamValue,
  up: boolean,
): ParamValue {
  const at = values.findIndex((one) => JSON.stringify(one) === JSON.stringify(value));
  return values[Math.min(Math.max(at + (up ? 1 : -1), 0), values.length - 1)] as ParamValue;
}
