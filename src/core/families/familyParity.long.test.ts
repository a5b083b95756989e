/** Every network a family makes of its examples, with random weights: our answer and that of two ONNX runtimes. */
import '@tensorflow/tfjs'; // registers the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import '../../../test/support/ndKernels';
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { compileForward } from '../arch/compileForward';
import { deviceShape, onnxShape } from '../arch/deviceShape';
import { weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { toOnnxNodes } from '../arch/toOnnxNodes';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { normals, uniforms } from '../random/random';
import type { HostWeight } from '../layers/layerDef';
import { buildArch } from './buildArch';
import { families } from './registry';

const batch = 2;

for (const family of families.all.filter(({ build }) => build)) {
  describe(family.title, () => {
    it.each(family.examples)('answers the same as its ONNX graph: %j', async ({ params, ...data }) => {
      const arch = buildArch(family, data, params);
      const weights = new Map(
        weightSpecs(arch).map((spec): [string, HostWeight] => {
          const fan = Math.max(1, sizeOf(spec.shape.slice(0, -1)));
          const values = normals(1, spec.name, 0, sizeOf(spec.shape));
          const scaled =
            spec.init.kind === 'ones'
              ? values.map((x) => 1 + 0.2 * Math.abs(x))
              : values.map((x) => x / Math.sqrt(fan));
          return [spec.name, { shape: spec.shape, data: scaled }];
        }),
      );
      const shape = data.inputShape;
      const size = batch * sizeOf(shape);
      const { vocabulary } = data;
      // Ids; at the end of a text there are none.
      const values =
        vocabulary && family.from
          ? uniforms(1, 'ids', 0, size).map((x, i) =>
              i % sizeOf(shape) > 0.7 * sizeOf(shape) ? 0 : 1 + Math.floor(x * (vocabulary - 1)),
            )
          : normals(1, 'x', 0, size);
      const [ours] = tf.tidy(() =>
        compileForward(arch, tf)(
          [tf.tensor(values, deviceShape(shape, batch))],
          new Map([...weights].map(([name, w]) => [name, tf.tensor(w.data, w.shape)])),
          { training: false },
        ),
      );
      const expected = (await ours?.data()) ?? [];

      const graph = createGraphBuilder(['y']);
      const flat = graph.input('x', 'double', [null, sizeOf(shape)]);
      const target = onnxShape(shape).map(BigInt);
      const cast = graph.node('Cast', [flat], { to: 1n });
      const input = graph.node('Reshape', [
        cast,
        graph.constant('int64', [target.length], BigInt64Array.from(target)),
      ]);
      const [result] = toOnnxNodes(graph, arch, [input], weights);
      graph.output(result ?? '', 'y', 'float', [null, data.outputWidth]);
      const bytes = writeModel(graph.build(), { name: family.type, opset: 17 });
      const feed = {
        name: 'x',
        type: 'float64' as const,
        data: Float64Array.from(values),
        dims: [batch, sizeOf(shape)] as [number, number],
      };
      for (const runtime of onnxRuntimes) {
        const answer = Array.from(
          ((await runtime.run(bytes, [feed])).get('y')?.data ?? []) as ArrayLike<number>,
        );
        expect(answer).toHaveLength(expected.length);
        for (const [i, value] of answer.entries()) {
          const scale = Math.max(1, Math.abs(expected[i] ?? 0));
          expect(Math.abs(value - (expected[i] ?? Number.NaN)) / scale, `${runtime.name}, ${i}`).toBeLessThan(
            1e-5,
          );
        }
      }
    });
  });
}
