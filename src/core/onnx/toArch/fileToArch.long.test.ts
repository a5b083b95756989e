/**
 * Networks that PyTorch wrote, by both of its exporters, and Keras (test/fixtures/onnxNetworks), as networks of ours: the same
 * answers as ONNX's reference evaluator gave, from our layers and from what we write of them again.
 */
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import '../../../../test/support/ndKernels';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../../test/support/onnxRuntimes';
import { compileForward } from '../../arch/compileForward';
import { deviceShape } from '../../arch/deviceShape';
import { toOnnxNodes } from '../../arch/toOnnxNodes';
import { readOnnxFile } from '../../onnxFile/readOnnxFile';
import { createGraphBuilder } from '../createGraphBuilder';
import { graphOfFile } from '../graphOfFile';
import { writeModel } from '../writeModel';
import { fileToArch, type OpenedNetwork } from './fileToArch';

const folder = new URL('../../../../test/fixtures/onnxNetworks/', import.meta.url);
interface Case {
  x: number[];
  shape: number[];
  y: number[];
  /** Pictures have their channels last. */
  last?: boolean;
}
const cases = Object.assign(
  {},
  ...['torch', 'keras'].map((by) => JSON.parse(readFileSync(new URL(`${by}.json`, folder), 'utf8'))),
) as Record<string, Case>;

const opened = (name: string, axes: number[], channelsFirst: boolean): OpenedNetwork => {
  const file = readOnnxFile(new Uint8Array(readFileSync(new URL(`${name}.onnx`, folder))));
  return fileToArch(graphOfFile(file, { reading: true }), {
    opset: file.opsets.get('') ?? 0,
    axes,
    channelsFirst,
  });
};

/** [rows, channels, places] to [rows, places, channels]. */
function channelsLast(
  x: readonly number[],
  rows: number,
  [channels = 1, ...places]: readonly number[],
): Float32Array {
  const each = places.reduce((all, n) => all * n, 1);
  return Float32Array.from({ length: x.length }, (_, at) => {
    const [row, place, channel] = [
      Math.floor(at / (each * channels)),
      Math.floor(at / channels) % each,
      at % channels,
    ];
    return x[(row * channels + channel) * each + place] as number;
  }).subarray(0, rows * each * channels);
}

const rows = 3;

describe.each(Object.keys(cases))('%s', (name) => {
  const { x, shape, y, last } = cases[name] as Case;
  const isPicture = shape.length === 3 && !last;
  const values = isPicture ? channelsLast(x, rows, shape) : Float32Array.from(x);
  const largest = Math.max(...y.map(Math.abs));
  const near = (answer: ArrayLike<number>) => {
    expect(answer.length).toBe(y.length);
    for (const [i, value] of Array.from(answer).entries())
      expect(Math.abs(value - (y[i] as number)) / largest, `${i}`).toBeLessThan(1e-5);
  };

  it('answers as a network of ours', async () => {
    const { arch, weights } = opened(name, shape, isPicture);
    const takes = arch.inputs[0]?.shape ?? [];
    const [answer] = tf.tidy(() =>
      compileForward(arch, tf)(
        [tf.tensor(values, deviceShape(takes, rows))],
        new Map([...weights].map(([key, w]) => [key, tf.tensor(w.data, w.shape)])),
        { training: false },
      ),
    );
    near((await answer?.data()) ?? []);
  });

  it('and written again', async () => {
    const { arch, weights } = opened(name, shape, isPicture);
    const graph = createGraphBuilder(['y']);
    const input = graph.input('x', 'float', [null, ...(arch.inputs[0]?.shape ?? [])]);
    graph.output(toOnnxNodes(graph, arch, [input], weights)[0] as string, 'y', 'float', [null, null]);
    const bytes = writeModel(graph.build(), { name: 'again', opset: 17 });
    const feed = {
      name: 'x',
      type: 'float32' as const,
      data: values,
      dims: [rows, ...(arch.inputs[0]?.shape ?? [])],
    };
    near(((await onnxRuntimes[0]?.run(bytes, [feed]))?.get('y')?.data ?? []) as ArrayLike<number>);
  });
});
