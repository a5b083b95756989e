/** Pools over 1 to 4 axes (time first), channels last: the largest or the mean of every window. */
import { z } from 'zod';
import { type ConvGeometry, poolGeometry } from '../arch/convGeometry';
import { batchOf } from '../arch/deviceShape';
import { sizeOf } from '../arch/sizeOf';
import type { GraphBuilder } from '../onnx/graphBuilder';
import { axesOf, axisNumbers } from './axisParams';
import { channelsFirst, channelsLast, reshape } from './convOnnx';
import type { LayerDef } from './layerDef';
import { oneInput, oneShape } from './oneInput';
import { type PoolKind, poolNd } from './poolNdOp';

const poolParams = (rank: number) =>
  z.strictObject({
    kind: z.enum(['max', 'average']).default('max').meta({ label: 'Keep' }),
    size: axisNumbers(rank, 1, 2).meta({ label: 'Window' }),
    stride: axisNumbers(rank, 1, 2).meta({ label: 'Stride' }),
    padBegin: axisNumbers(rank, 0, 0).meta({ label: 'Padding before' }),
    padEnd: axisNumbers(rank, 0, 0).meta({ label: 'Padding after' }),
  });
export type PoolParams = z.infer<ReturnType<typeof poolParams>>;

export function poolLayer(rank: 1 | 2 | 3 | 4, examples: LayerDef['examples']): LayerDef<PoolParams> {
  const geometryOf = (shapes: readonly number[][], params: PoolParams, batch = 1): ConvGeometry => {
    const { size, channels } = axesOf(oneShape(shapes), rank);
    const { stride, padBegin, padEnd } = params;
    return poolGeometry({ batch, channels, inSize: size, kernel: params.size, stride, padBegin, padEnd });
  };
  return {
    type: `pool${rank}d`,
    title: `Pool ${rank}-D`,
    summary: 'Keeps the largest or the mean value of every window: a coarser view.',
    params: poolParams(rank),
    inferShape(inputs, params) {
      const { outSize, outChannels } = geometryOf(inputs, params);
      return [...outSize, outChannels];
    },
    weights: () => [],
    forward({ tf, shapes }, inputs, _weights, params) {
      const x = oneInput(inputs);
      return poolNd(tf, geometryOf(shapes, params, batchOf(x, oneShape(shapes))), params.kind, x);
    },
    toOnnx: (graph, inputs, _weights, params, shapes) =>
      lowerPool(graph, oneInput(inputs), geometryOf(shapes, params), params.kind),
    channelwise: () => true,
    examples,
  };
}

/** With time: space first, then time. Windows are boxes, so the mean of means is the mean, padding included. */
function lowerPool(graph: GraphBuilder, x: string, g: ConvGeometry, kind: PoolKind): string {
  const rank = g.inSize.length;
  const axes = rank === 4 ? [1, 2, 3] : g.inSize.map((_, axis) => axis);
  const pooled = onePool(graph, x, g, kind, axes);
  if (rank < 4) return pooled;
  const [times = 1, outTimes = 1] = [g.inSize[0], g.outSize[0]];
  const space = [...g.outSize.slice(1), g.inChannels];
  if (times === outTimes && g.kernel[0] === 1) return pooled;
  const series = reshape(graph, pooled, [-1, times, sizeOf(space)]);
  return reshape(graph, onePool(graph, series, g, kind, [0]), [-1, ...space]);
}

function onePool(
  graph: GraphBuilder,
  x: string,
  g: ConvGeometry,
  kind: PoolKind,
  axes: readonly number[],
): string {
  const of = (values: readonly number[]) => axes.map((axis) => BigInt(values[axis] ?? 1));
  const padding = [...axes.map((axis) => g.padBegin[axis] ?? 0), ...axes.map((axis) => g.padEnd[axis] ?? 0)];
  const pooled = graph.node(
    kind === 'max' ? 'MaxPool' : 'AveragePool',
    [channelsFirst(graph, x, axes.length)],
    { kernel_shape: of(g.kernel), strides: of(g.stride), pads: padding.map(BigInt) },
  );
  return channelsLast(graph, pooled, axes.length);
}
