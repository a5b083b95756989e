/** Every layer, every example: the shape rule, tfjs and two ONNX runtimes agree on shape and values. */
import '@tensorflow/tfjs'; // registers the CPU backend
import * as tf from '@tensorflow/tfjs-core';
import '../../../test/support/ndKernels';
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { compileForward } from '../arch/compileForward';
import { deviceShape, onnxShape } from '../arch/deviceShape';
import { parseArch } from '../arch/parseArch';
import { inferShapes, weightSpecs } from '../arch/shapes';
import { sizeOf } from '../arch/sizeOf';
import { toOnnxNodes } from '../arch/toOnnxNodes';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { type Conv4dForm, conv4dForms } from '../protocol/predict';
import { normals } from '../random/random';
import { wholeNumbers } from './wholeNumbersForTest';
import type { HostWeight } from './layerDef';
import { layers } from './registry';

const batch = 3;
for (const layer of layers.all) {
  describe(layer.title, () => {
    it.each(layer.examples.map((example, i) => ({ ...example, i })))(
      'example $i: $params',
      async ({ inputs: shapes, params, ids, around = 0, i }) => {
        const arch = parseArch({
          version: 1,
          inputs: shapes.map((shape, k) => ({ name: `x${k}`, shape })),
          nodes: [{ id: 'layer', type: layer.type, inputs: shapes.map((_, k) => `x${k}`), params }],
          outputs: [{ name: 'y', node: 'layer' }],
        });
        const outputShape = deviceShape(inferShapes(arch).get('layer') ?? [], batch);
        const weights = new Map(
          weightSpecs(arch).map((spec): [string, HostWeight] => {
            const values = normals(i, spec.name, 0, sizeOf(spec.shape));
            const data = spec.key.endsWith('Variance') ? values.map((x) => x * x + 0.1) : values;
            return [spec.name, { shape: spec.shape, data }];
          }),
        );
        const data = shapes.map((shape, k) =>
          ids?.[k]
            ? wholeNumbers(i, ids[k], batch * sizeOf(shape))
            : normals(i, `x${k}`, 1, batch * sizeOf(shape)).map((x) => 2 * x + around),
        );

        const [ours] = tf.tidy(() =>
          compileForward(arch, tf)(
            data.map((values, k) => tf.tensor(values, deviceShape(shapes[k] ?? [], batch))),
            new Map([...weights].map(([name, w]) => [name, tf.tensor(w.data, w.shape)])),
            { training: false },
          ),
        );
        expect(ours?.shape).toEqual(outputShape);
        const expected = (await ours?.data()) ?? [];

        const fileOf = (form: Conv4dForm) => {
          const graph = createGraphBuilder(['y'], form);
          const inputs = shapes.map((shape, k) => {
            const flat = graph.input(`x${k}`, 'double', [null, sizeOf(shape)]);
            const target = BigInt64Array.from(onnxShape(shape), BigInt);
            const shaped = graph.node('Reshape', [flat, graph.constant('int64', [target.length], target)]);
            return graph.node('Cast', [shaped], { to: 1n });
          });
          const [result] = toOnnxNodes(graph, arch, inputs, weights);
          graph.output(result ?? '', 'y', 'float', [null, ...outputShape.slice(1)]);
          return writeModel(graph.build(), { name: layer.type, opset: 17 });
        };
        const files = new Map(conv4dForms.map((form) => [form, fileOf(form)]));
        // What conv4d says decides whether an export offers the choice.
        expect(!Buffer.from(fileOf('folded')).equals(fileOf('native'))).toBe(layer.conv4d === true);
        if (!layer.conv4d) files.delete('native');

        const feeds = data.map((values, k) => ({
          name: `x${k}`,
          type: 'float64' as const,
          data: Float64Array.from(values),
          dims: [batch, values.length / batch] as [number, number],
        }));
        const runs = onnxRuntimes.flatMap((runtime) =>
          [...files].map(([form, bytes]) => ({ name: `${runtime.name}, ${form}`, runtime, bytes })),
        );
        for (const { name, runtime, bytes } of runs) {
          const output = (await runtime.run(bytes, feeds)).get('y');
          expect(output?.dims, name).toEqual(outputShape);
          const values = Array.from((output?.data ?? []) as ArrayLike<number>);
          expect(values).toHaveLength(expected.length);
          for (const [j, value] of values.entries()) {
            const scale = Math.max(1, Math.abs(expected[j] ?? 0));
            expect(Math.abs(value - (expected[j] ?? Number.NaN)) / scale, `${name}, ${j}`).toBeLessThan(1e-5);
          }
        }
      },
    );
  });
}
