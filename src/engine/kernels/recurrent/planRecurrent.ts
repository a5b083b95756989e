/** The one dispatch of a recurrent pass. Buffers by role: x, r, bias, lengths, tape, y; backward: dy, dh, dx. */
import { type CellName, cells, type RecurrentGeometry } from '#/core/layers/recurrentOp';
import gru from '../../../../shaders/recurrent/gru.wgsl?raw';
import lanes1 from '../../../../shaders/recurrent/lanes1.wgsl?raw';
import lanes4 from '../../../../shaders/recurrent/lanes4.wgsl?raw';
import lengths1 from '../../../../shaders/recurrent/lengths1.wgsl?raw';
import lengths4 from '../../../../shaders/recurrent/lengths4.wgsl?raw';
import lengthsNone from '../../../../shaders/recurrent/lengthsNone.wgsl?raw';
import lstm from '../../../../shaders/recurrent/lstm.wgsl?raw';
import passes from '../../../../shaders/recurrent/recurrent.wgsl?raw';
import simple from '../../../../shaders/recurrent/simple.wgsl?raw';
import type { KernelPlan } from '../dispatch';

const sources: Record<CellName, string> = { simple, lstm, gru };
/** What every device has: bytes of a workgroup's memory, and its invocations. */
const workgroupBytes = 16_384;
const mostInvocations = 256;
const subgroup = 32;

export function planRecurrent(
  pass: 'forward' | 'backward',
  { cell, batch, times, units, directions }: RecurrentGeometry,
  masked: boolean,
): KernelPlan {
  const { gates } = cells[cell];
  const sharedSize = (pass === 'forward' ? 2 : gates) * units;
  const lanes = 4 * 4 * sharedSize <= workgroupBytes ? 4 : 1;
  const lengths = masked ? (lanes === 4 ? lengths4 : lengths1) : lengthsNone;
  const ends = masked ? 'lengths' : undefined;
  const workgroupSize = Math.min(mostInvocations, Math.ceil(units / subgroup) * subgroup);
  const bindings =
    pass === 'forward'
      ? ['x', 'r', cell === 'gru' ? 'bias' : undefined, ends, 'tape', 'y']
      : [
          undefined,
          'r',
          undefined,
          ends,
          'tape',
          cell === 'gru' ? 'y' : undefined,
          'dy',
          cell === 'gru' ? 'dh' : undefined,
          'dx',
        ];
  return {
    dispatches: [
      {
        program: {
          source: [lanes === 4 ? lanes4 : lanes1, lengths, sources[cell], passes].join('\n'),
          entryPoint: pass,
          constants: { workgroupSize, units, sharedSize },
        },
        uniforms: Uint32Array.of(batch, times, directions, 0),
        bindings,
        workgroups: [Math.ceil(batch / lanes), directions],
      },
    ],
    scratch: new Map(),
  };
}
