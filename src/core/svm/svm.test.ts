/** Against scikit-learn's (LIBSVM), and the exported graph against the host. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnSvm.json';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { kernel as body, supportTensors } from '../bodies/kernel';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { fitLabel, fitNumber, fitOneClass, type KernelSum } from './fitSvm';
import { kernelSums, supportOf } from './kernelSums';
import { refuseMany } from './refuseMany';
import { RbfKernel, scaleGamma } from './rbfKernel';

const width = 3;
const features = Float32Array.from(fixture.x.flat());
const of = { rows: fixture.x.length, width, features };
const asked = Float32Array.from(fixture.asked.flat());
const kernel = () => new RbfKernel(of, scaleGamma(of));
const worked = async () => {};
const said = (sums: KernelSum[]) =>
  kernelSums(supportOf(of, scaleGamma(of), sums), asked, fixture.asked.length);
const near = (values: ArrayLike<number>, theirs: readonly number[]) => {
  for (const [i, value] of Array.from(values).entries())
    expect(Math.abs(value - (theirs[i] as number)), `row ${i}`).toBeLessThan(0.005);
};

describe('support vectors, as scikit-learn', () => {
  it('divide labels', async () => {
    const sum = await fitLabel(kernel(), Int8Array.from(fixture.label), 2, worked);
    expect(sum.settled).toBe(true);
    near(said([sum]), fixture.decisions);
  });

  it('follow numbers', async () => {
    near(said([await fitNumber(kernel(), fixture.number, { c: 2, tube: 0.1 }, worked)]), fixture.numbers);
  });

  it('enclose rows', async () => {
    const { weights } = await fitOneClass(kernel(), 0.2, worked);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
    near(said([{ weights, bias: 0, settled: true }]), fixture.inside);
  });

  it('are refused for many rows', () => {
    expect(() => refuseMany(10_001, 'boosted trees')).toThrow('10,001 training rows are too many');
  });
});

it.each(onnxRuntimes)('leaves as a graph that answers as the host: $name', async ({ run }) => {
  const sums = [
    await fitLabel(kernel(), Int8Array.from(fixture.label), 2, worked),
    await fitNumber(kernel(), fixture.number, { c: 2, tube: 0.1 }, worked),
  ];
  const support = supportOf(of, scaleGamma(of), sums);
  const { rows, outputs, gamma } = support;
  const spec = { width, outputs, rows, gamma, stored: { blob: { hash: '', bytes: 0 }, tensors: [] } };
  const graph = createGraphBuilder(['y']);
  const input = graph.input('x', 'float', [null, width]);
  graph.output(body.toOnnx(graph, input, spec, supportTensors(support)), 'y', 'float', [null, outputs]);
  // Far away nothing is near, and nothing overflows.
  const far = Float32Array.from([...asked, 1e6, -1e6, 1e6]);
  const count = far.length / width;
  const feeds = [{ name: 'x', type: 'float32' as const, data: far, dims: [count, width] }];
  const answers = (await run(writeModel(graph.build(), { name: 'kernel', opset: 17 }), feeds)).get('y');
  const own = kernelSums(support, far, count);
  for (const [i, value] of own.entries())
    expect(Math.abs(value - Number(answers?.data[i])), `value ${i}`).toBeLessThan(1e-5);
});
