import { weightUses } from '#/core/arch/shapes';
import { bodyOf } from '#/core/bodies/registry';
import type { ModelVersion } from '#/core/protocol/model';

/** From about so many multiplications a sample on WASM answers one sooner than the plain CPU; below, calls cost more than they do. */
const leastUses = 100_000;

export function isHeavy({ body }: Pick<ModelVersion, 'body'>): boolean {
  const arch = bodyOf(body).layers?.(body.spec);
  return arch !== undefined && weightUses(arch) >= leastUses;
}
