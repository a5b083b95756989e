/**
 * The weights of a network that begins where its parent ended (Net2Net): where the one differs from the other by a wider
 * block or by one more that passes on what it is given, the child answers as its parent does.
 */
import type { ArchSpec } from '../arch/archSpec';
import { deepen, type Grown, widen } from '../arch/grow/grow';
import { weightSpecs } from '../arch/shapes';
import type { HostWeight } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';
import { draftOfGenome } from './draftOfGenome';
import { type Genome, writeGenome } from './genome';
import { deeperAt } from './mutate';

type Inheritance = { wider: number; width: number } | { deeper: number };

/** Undefined: the child begins anew, as any other change would not keep the answers. `inputShape` without batch. */
export function inheritanceOf(
  parent: Genome,
  child: Genome,
  inputShape: readonly number[],
): Inheritance | undefined {
  const wanted = writeGenome(child);
  const is = (genome: Genome | undefined) => genome !== undefined && writeGenome(genome) === wanted;
  const at = child.findIndex((gene, i) => gene.width > (parent[i]?.width ?? gene.width));
  const [before, after, next] = [parent[at], child[at], child[at + 1]];
  if (before?.kind === 'plain' && after && is(parent.with(at, { ...before, width: after.width })))
    // What reads it must sum its units up: nothing else keeps copies of them apart.
    return next === undefined || next.kind === 'plain' ? { wider: at, width: after.width } : undefined;
  const axes = inputShape.length - 1;
  const deeper = parent.findIndex((_, i) => is(deeperAt(parent, i, axes)));
  const sides = draftOfGenome(parent, inputShape).places[deeper]?.sides;
  return sides?.every((side) => side > 1) ? { deeper } : undefined;
}

/** `arch` is the child's; its weights, of the same answers as the parent's. */
export function inheritWeights(
  { parent, child }: { parent: Genome; child: Genome },
  arch: ArchSpec,
  of: { arch: ArchSpec; weights: ReadonlyMap<string, HostWeight> },
  seed: number,
): Map<string, HostWeight> {
  const shape = arch.inputs[0]?.shape ?? [];
  const inheritance = inheritanceOf(parent, child, shape);
  const { places } = draftOfGenome(parent, shape);
  if (!inheritance) throw notKept('the child differs in more than a wider or a deeper block');
  const grown: Grown =
    'wider' in inheritance
      ? widen(of.arch, of.weights, {
          layer: places[inheritance.wider]?.widens ?? '',
          units: inheritance.width,
          seed,
        })
      : deepen(of.arch, of.weights, { after: places[inheritance.deeper]?.ends ?? '' });
  // Both list their layers along the chain: they differ in names alone.
  const [from, to] = [weightSpecs(grown.arch), weightSpecs(arch)];
  if (from.length !== to.length) throw notKept(`${from.length} weights for ${to.length}`);
  return new Map(
    to.map(({ name, shape: wanted }, at): [string, HostWeight] => {
      const weight = grown.weights.get(from[at]?.name ?? '');
      if (weight?.shape.join() !== wanted.join()) throw notKept(`${name} is ${wanted.join(' × ')}`);
      return [name, weight as HostWeight];
    }),
  );
}

const notKept = (why: string): TetradError =>
  new TetradError({ code: 'internal', message: `The weights of the parent do not fit its child: ${why}.` });
