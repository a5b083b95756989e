/** Trials that go on with each other's weights must be of one network: what is searched may not change its shapes. */
import { weightSpecs } from '#/core/arch/shapes';
import type { FamilyDef } from '#/core/families/familyDef';
import { kindOf } from '#/core/kinds/registry';
import { learnerOf } from '#/core/learners/registry';
import { TetradError } from '#/core/protocol/errors';
import type { ParamSpec, ParamValue } from '#/core/protocol/sweep';
import { settingsOf } from '#/core/sweeps/searchedSettings';
import type { Space } from '#/core/sweeps/space';
import { formMemory } from '#/core/train/formMemory';
import type { CheckedRequest } from '../training/checkRequest';

export function checkSameNetwork(
  method: string,
  family: FamilyDef,
  space: Space,
  target: string,
  { version, task, features, familyParams, config }: CheckedRequest,
): void {
  if (!learnerOf(family, { training: config }).network)
    throw new TetradError({
      code: 'badInput',
      message: `${method} is for networks, and ${family.title} has no weights that a trial could go on with.`,
      place: 'method',
      hint: 'Take TPE, or a family that is a network.',
    });
  const { schema, rows } = version;
  const inputs = kindOf(schema)
    .inputs(version, target)
    .filter(({ column }) => features.includes(column.name));
  const shapesWith = (name?: string, value?: ParamValue): string | undefined => {
    const changed = settingsOf(family, name === undefined ? {} : { [name]: value as ParamValue }, config);
    const memory = formMemory({
      features: inputs,
      rows,
      schema,
      task,
      family: family.type,
      familyParams: { ...familyParams, ...changed.familyParams },
      training: changed.training,
    });
    return memory && JSON.stringify(weightSpecs(memory.arch).map(({ name: of, shape }) => [of, shape]));
  };
  const given = shapesWith();
  for (const { name, spec } of space.params) {
    const other = endsOf(spec).find((value) => shapesWith(name, value) !== given);
    if (other === undefined) continue;
    throw new TetradError({
      code: 'badInput',
      message: `${name}: with ${JSON.stringify(other)} the network has other weights, so that no trial could go on with those of another.`,
      place: `space.${name}`,
      hint: `Take it out of the space, or search by another method than ${method}.`,
    });
  }
}

const endsOf = (spec: ParamSpec): ParamValue[] =>
  spec.type === 'categorical' ? spec.values : [spec.min, spec.max];
