import { type ConvGeometry, convGeometry } from '#/core/arch/convGeometry';
import { type ConvMeasurement, convShapes } from '#/core/bench/convShapes';
import { openBackend } from '#/engine/backends/openBackend';
import { benchConvNd } from '#/engine/bench/benchConvNd';
import { checkEqual, measureJax } from './jaxJs';

const wanted = new Set(new URLSearchParams(location.search).get('shapes')?.split(',').filter(Boolean));

export async function measure(): Promise<void> {
  const withTfjs = !new URLSearchParams(location.search).has('quick');
  const backend = await openBackend('webgpu');
  console.log(backend.detail);
  console.log(
    'shape | pass | ms | GFLOP/s | of the limit | jax-js, ms | ratio | tfjs conv3d folded, ms | ratio | tile',
  );
  for (const { id, title, spec } of convShapes) {
    if (wanted.size > 0 && !wanted.has(id)) continue;
    const geometry = convGeometry(spec);
    await checkEqual(backend, geometry);
    const rows = await benchConvNd(backend, id, { peer: withTfjs });
    for (const row of rows) console.log(await lineOf(title, row, geometry));
  }
  backend.guard.check();
  backend.close();
}

async function lineOf(title: string, row: ConvMeasurement, geometry: ConvGeometry): Promise<string> {
  const { pass, ms, gflops, limitGflops, tfjsMs, tile } = row;
  const jaxMs = await measureJax(geometry, pass);
  const against = (other?: number) => [other?.toFixed(0) ?? '-', other ? (other / ms).toFixed(1) : '-'];
  return [
    title,
    pass,
    ms.toFixed(1),
    gflops.toFixed(2),
    (gflops / limitGflops).toFixed(2),
    ...against(jaxMs),
    ...against(tfjsMs),
    tile,
  ].join(' | ');
}
