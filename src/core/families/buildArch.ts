import { parseArch } from '../arch/parseArch';
import type { ArchSpec } from '../arch/archSpec';
import { quantiles } from '../layers/quantiles';
import { TetradError } from '../protocol/errors';
import type { FamilyDef, FamilyInput } from './familyDef';

/** A family's network from settings as a user gave them, checked like any other description. */
export function buildArch(family: FamilyDef, data: FamilyInput, settings: Record<string, unknown>): ArchSpec {
  if (!family.build)
    throw new TetradError({ code: 'internal', message: `${family.title} has no network.`, place: 'family' });
  const params = family.params.safeParse(settings);
  if (!params.success) {
    const issue = params.error.issues[0];
    throw new TetradError({
      code: 'badInput',
      message: `${family.title} cannot be built: ${issue?.message ?? 'a setting is not valid'}.`,
      place: ['familyParams', ...(issue?.path ?? []).map(String)].join('.'),
    });
  }
  const built = family.build(data, params.data);
  return parseArch(data.levels === undefined ? built : withQuantiles(built, data.levels));
}

/** Whatever a network says of quantiles, they come out in their order. */
function withQuantiles(arch: ArchSpec, levels: number): ArchSpec {
  const [output] = arch.outputs;
  if (!output) return arch;
  const id = 'quantiles';
  return {
    ...arch,
    nodes: [...arch.nodes, { id, type: quantiles.type, inputs: [output.node], params: { levels } }],
    outputs: [{ ...output, node: id }],
  };
}
