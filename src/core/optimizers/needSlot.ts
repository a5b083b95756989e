import type { Tensor } from '../layers/layerDef';
import { TetradError } from '../protocol/errors';

/** A state tensor that the optimiser lists; missing means state was saved incompletely. */
export function needSlot(slots: Readonly<Record<string, Tensor>>, name: string): Tensor {
  const slot = slots[name];
  if (!slot) throw new TetradError({ code: 'internal', message: `Optimiser state "${name}" is missing.` });
  return slot;
}
