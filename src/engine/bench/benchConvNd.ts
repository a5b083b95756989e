/** Our convolutions on this device: time, rate, share of the device's limit, and tfjs beside them. */
import { convFlops, convGeometry } from '#/core/arch/convGeometry';
import { type ConvMeasurement, convPasses, convShapes } from '#/core/bench/convShapes';
import { TetradError } from '#/core/protocol/errors';
import type { TfBackend } from '#/engine/backends/tfBackend';
import { planConvNd } from '#/engine/kernels/convNdPlan';
import { measureFolded } from './foldedPeer';
import { buffersOf, measurePlan } from './measurePlan';

/** Measures one shape; with `peer` also tfjs, which takes seconds to minutes in software. */
export async function benchConvNd(
  backend: TfBackend,
  shapeId: string,
  { peer }: { peer: boolean },
): Promise<ConvMeasurement[]> {
  const shape = convShapes.find(({ id }) => id === shapeId);
  if (!shape)
    throw new TetradError({
      code: 'notFound',
      message: `There is no shape called “${shapeId}”.`,
      hint: `Choose one of: ${convShapes.map(({ id }) => id).join(', ')}.`,
    });
  const { device } = backend;
  if (!device)
    throw new TetradError({
      code: 'unsupported',
      message: 'This machine offers no WebGPU here.',
      hint: 'Convolutions still train on WASM; there is no device to measure.',
    });
  const g = convGeometry(shape.spec);
  const canFold = g.groups === 1 && (g.dilation[1] ?? 1) === 1;
  const folded = peer && canFold ? await measureFolded(backend, g) : undefined;
  const rows: ConvMeasurement[] = [];
  for (const pass of convPasses) {
    const { ms, limit } = await measurePlan(device, planConvNd(pass, g), buffersOf(device, g));
    backend.guard.check();
    rows.push({
      pass,
      ms,
      gflops: convFlops(g) / ms / 1e6,
      limitGflops: limit,
      ...(folded && { tfjsMs: folded[pass] }),
    });
  }
  return rows;
}
