import { type ConvGeometry, convFlops, convGeometry } from '#/core/arch/convGeometry';
import { type ConvMeasurement, convShapes } from '#/core/bench/convShapes';
import { openBackend } from '#/engine/backends/openBackend';
import { benchConvNd } from '#/engine/bench/benchConvNd';
import { againstJax } from './againstJax';
import { checkEqual } from './jaxJs';

const search = new URLSearchParams(location.search);
const listed = (name: string) => new Set(search.get(name)?.split(',').filter(Boolean));
const [wanted, without] = [listed('shapes'), listed('without')];

export async function measure(): Promise<void> {
  const backend = await openBackend('webgpu');
  const { device } = backend;
  if (!device) throw new Error('There is no WebGPU device.');
  console.log(backend.detail);
  console.log(
    'shape | pass | ms | GFLOP/s | of the limit | jax-js takes, times as long (range) | jax-js, ms | tfjs conv3d folded, ms | ratio | tile',
  );
  for (const { id, title, spec } of convShapes) {
    if (wanted.size > 0 && !wanted.has(id)) continue;
    const geometry = convGeometry(spec);
    await checkEqual(backend, geometry);
    for (const row of await benchConvNd(backend, id, { peer: !search.has('quick') }))
      console.log(await lineOf(title, row, geometry, device));
  }
  backend.guard.check();
  backend.close();
}

async function lineOf(
  title: string,
  row: ConvMeasurement,
  g: ConvGeometry,
  device: GPUDevice,
): Promise<string> {
  const { pass, ms, limitGflops, tfjsMs, tile } = row;
  const jax = without.has(pass) ? undefined : await againstJax(device, g, pass);
  const least = Math.min(ms, jax?.ms ?? ms);
  const gflops = convFlops(g) / least / 1e6;
  return [
    title,
    pass,
    least.toFixed(1),
    gflops.toFixed(2),
    (gflops / limitGflops).toFixed(2),
    jax ? `${jax.ratio.toFixed(1)} (${jax.range.map((ratio) => ratio.toFixed(1)).join(' to ')})` : '-',
    jax?.jaxMs.toFixed(0) ?? '-',
    tfjsMs?.toFixed(0) ?? '-',
    tfjsMs ? (tfjsMs / least).toFixed(1) : '-',
    tile,
  ].join(' | ');
}
