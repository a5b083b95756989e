/** Our convolutions on this device: time, rate, share of the device's limit, and tfjs beside them. */
import { convFlops, convGeometry } from '#/core/arch/convGeometry';
import { type ConvMeasurement, convPasses, convShapes } from '#/core/bench/convShapes';
import { TetradError } from '#/core/protocol/errors';
import type { TfBackend } from '#/engine/backends/tfBackend';
import { planConvNd } from '#/engine/kernels/convNdPlan';
import type { ConvTile } from '#/engine/kernels/convTiles';
import { type TunerStore, tileOf, tune } from '#/engine/kernels/convTuner';
import { Operands } from '#/engine/kernels/timePlan';
import { measureFolded } from './foldedPeer';
import { measurePlan } from './measurePlan';

/**
 * Measures one shape with the fastest tiles of this device, which are measured first and stored in `store`; with
 * `peer` also tfjs, which takes seconds to minutes in software.
 */
export async function benchConvNd(
  backend: TfBackend,
  shapeId: string,
  { peer, store }: { peer: boolean; store?: TunerStore },
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
  for (const pass of convPasses) tileOf(pass, g);
  await tune(device, backend.detail, store, Number.POSITIVE_INFINITY);
  const operands = new Operands(device, g);
  for (const pass of convPasses) {
    const tile = tileOf(pass, g);
    const { ms, limit } = await measurePlan(device, planConvNd(pass, g, tile), operands);
    backend.guard.check();
    rows.push({
      pass,
      ms,
      gflops: convFlops(g) / ms / 1e6,
      limitGflops: limit,
      tile: describeTile(tile),
      ...(folded && { tfjsMs: folded[pass] }),
    });
  }
  operands.destroy();
  return rows;
}

const describeTile = ({ quad, rows, planes, unrolled = 1, workgroupSize = 64 }: ConvTile): string =>
  [
    quad && 'quads',
    rows && `${rows} rows`,
    planes && `${planes} planes`,
    `${unrolled} at once`,
    `workgroups of ${workgroupSize}`,
  ]
    .filter(Boolean)
    .join(', ');
