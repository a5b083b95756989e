import { describe, expect, it } from 'vitest';
import { sizeOf } from '../../arch/sizeOf';
import { checkGraph, findProblems } from '../checkGraph';
import { createGraphBuilder, toIdentifier } from '../createGraphBuilder';
import { castTo } from '../dtypes';
import type { OnnxGraph } from '../graphBuilder';
import { writeModel } from '../writeModel';
import { onnxRuntimes } from '../../../../test/support/onnxRuntimes';
import { foldScale } from './foldScale';
import { fuseGemm } from './fuseGemm';
import { raiseOpset } from './raiseOpset';
import { removeIdentity } from './removeIdentity';
import { shareConstants } from './shareConstants';

const types = (graph: OnnxGraph) => graph.nodes.map(({ opType }) => opType);

/** x [batch, ...shape] times a kernel, plus a bias of the given shape. */
function product(shape: number[], biasShape: number[], options: { readTwice?: boolean } = {}): OnnxGraph {
  const graph = createGraphBuilder(['y']);
  const x = graph.input('x', 'float', [null, ...shape]);
  const kernel = graph.constant('float', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
  const y = graph.node('MatMul', [x, kernel]);
  const bias = graph.constant('float', biasShape, new Float32Array(sizeOf(biasShape)).fill(9));
  const sum = graph.node('Add', [bias, y]);
  graph.output(options.readTwice ? graph.node('Mul', [sum, y]) : sum, 'y', 'float', [
    null,
    ...shape.slice(0, -1),
    2,
  ]);
  return graph.build();
}

describe('fuseGemm', () => {
  it.each([[[2]], [[1, 2]]])('fuses a bias of shape %j', (biasShape) => {
    const { graph, did } = fuseGemm(product([3], biasShape));
    expect(types(graph)).toEqual(['Gemm', 'Identity']);
    expect(did).toEqual(['fused 1 MatMul + Add into Gemm']);
    checkGraph(graph);
  });

  it('leaves what Gemm cannot say', () => {
    expect(types(fuseGemm(product([4, 3], [2])).graph)).toContain('MatMul');
    expect(types(fuseGemm(product([3], [2, 2])).graph)).toContain('MatMul');
    expect(types(fuseGemm(product([3], [1])).graph)).toContain('MatMul');
    expect(types(fuseGemm(product([3], [])).graph)).toContain('MatMul');
    expect(types(fuseGemm(product([3], [2], { readTwice: true })).graph)).toContain('MatMul');
    expect(fuseGemm(product([4, 3], [2])).did).toEqual([]);
  });
});

describe('removeIdentity', () => {
  it('hands the name of an output to its producer and follows chains', () => {
    const builder = createGraphBuilder(['y']);
    const x = builder.input('x', 'float', [null, 3]);
    const relu = builder.node('Relu', [builder.node('Identity', [builder.node('Identity', [x])])]);
    builder.output(builder.node('Identity', [relu]), 'y', 'float', [null, 3]);
    const { graph, did } = removeIdentity(builder.build());
    expect(graph.nodes).toMatchObject([{ opType: 'Relu', inputs: ['x'], outputs: ['y'] }]);
    expect(did).toEqual(['removed 4 Identity nodes']);
    checkGraph(graph);
  });

  it('keeps one where a value is input and output, or two outputs at once', () => {
    const builder = createGraphBuilder(['y', 'z', 'w']);
    const x = builder.input('x', 'float', [null, 3]);
    builder.output(x, 'y', 'float', [null, 3]);
    const relu = builder.node('Relu', [x]);
    builder.output(relu, 'z', 'float', [null, 3]);
    builder.output(relu, 'w', 'float', [null, 3]);
    const { graph } = removeIdentity(builder.build());
    checkGraph(graph);
    expect(types(graph)).toEqual(['Identity', 'Relu', 'Identity']);
    expect(graph.outputs.map(({ name }) => name)).toEqual(['y', 'z', 'w']);
  });
});

describe('shareConstants', () => {
  it('keeps equal constants once and drops unread ones; -0 is not 0', () => {
    const builder = createGraphBuilder(['y']);
    const x = builder.input('x', 'float', [null, 5000]);
    const big = () => builder.constant('float', [5000], new Float32Array(5000).fill(0.5));
    builder.constant('float', [], Float32Array.of(3));
    const zero = builder.constant('float', [1], Float32Array.of(0));
    const negative = builder.constant('float', [1], Float32Array.of(-0));
    expect(zero).not.toBe(negative);
    const sum = builder.node('Add', [builder.node('Add', [x, big()]), big()]);
    builder.output(builder.node('Max', [sum, zero, negative]), 'y', 'float', [null, 5000]);
    const { graph, did } = shareConstants(builder.build());
    expect(graph.initializers).toHaveLength(3);
    expect(did).toEqual(['shared 1 equal constant', 'dropped 1 unused constant']);
    checkGraph(graph);
  });

  it('is done at once for small ones by the builder', () => {
    const builder = createGraphBuilder();
    const make = () => builder.constant('string', [2], ['a', 'b']);
    expect(make()).toBe(make());
    expect(builder.constant('string', [2], ['a,b', ''])).not.toBe(make());
  });
});

describe('raiseOpset', () => {
  it.each([17, 18, 19, 20, 21])('keeps a reduction right in opset %i', async (opset) => {
    const builder = createGraphBuilder(['y']);
    const x = builder.input('x', 'double', [null, 3]);
    const mean = builder.node('ReduceMean', [x], { axes: [1n], keepdims: 0n });
    builder.output(builder.node('Cast', [mean], { to: castTo('float') }), 'y', 'float', [null]);
    const { graph } = raiseOpset(opset)(builder.build());
    checkGraph(graph);
    const feed = {
      name: 'x',
      type: 'float64' as const,
      data: Float64Array.of(1, 2, 6, 4, 4, 4),
      dims: [2, 3] as [number, number],
    };
    for (const runtime of onnxRuntimes) {
      const result = await runtime.run(writeModel(graph, { name: 'mean', opset }), [feed]);
      expect(Array.from(result.get('y')?.data as ArrayLike<number>)).toEqual([3, 4]);
    }
  });
});

describe('checkGraph', () => {
  const sound = product([3], [2]);
  const broken = (change: (graph: OnnxGraph) => void) => {
    const copy = structuredClone(sound);
    change(copy);
    return findProblems(copy).join('\n');
  };

  it('accepts a sound graph', () => expect(findProblems(sound)).toEqual([]));

  it('names what is wrong and where', () => {
    expect(broken((g) => g.nodes.reverse())).toMatch(/before it is made; nodes must be in topological order/);
    expect(broken((g) => g.nodes.shift())).toMatch(
      /node "add_Add" \(Add\) reads "matMul", which nothing makes/,
    );
    expect(broken((g) => (g.outputs = []))).toMatch(/no output/);
    expect(broken((g) => g.initializers.push({ ...g.initializers[0]!, shape: [4] }))).toMatch(
      /made twice[\s\S]*has 6 values for the shape \[4\]/,
    );
    expect(broken((g) => g.inputs.push({ name: 'z', dtype: 'float', shape: [] }))).toMatch(
      /"z" has no shape/,
    );
    expect(broken((g) => g.nodes.forEach((node) => (node.domain = 'com.evil')))).toMatch(/unknown domain/);
  });
});

it.each([
  ['sepal length (cm)', 'sepal_length_cm'],
  ['1. Größe', '_1_Gro_e'],
  ['价格', 'value'],
  ['__proto__', 'proto'],
])('%s becomes the identifier %s', (text, identifier) => {
  expect(toIdentifier(text)).toBe(identifier);
});

describe('foldScale', () => {
  /** x times a kernel, times a row, plus a row: what batch normalisation leaves. */
  function normalised(scaleShape: number[]): OnnxGraph {
    const graph = createGraphBuilder(['y']);
    const x = graph.input('x', 'float', [null, 3]);
    const kernel = graph.constant('float', [3, 2], Float32Array.of(1, 2, 3, 4, 5, 6));
    const scale = graph.constant('float', scaleShape, new Float32Array(scaleShape[0] ?? 1).fill(0.5));
    const scaled = graph.node('Mul', [graph.node('MatMul', [x, kernel]), scale]);
    graph.output(
      graph.node('Add', [scaled, graph.constant('float', [2], Float32Array.of(1, -1))]),
      'y',
      'float',
      [null, 2],
    );
    return removeIdentity(graph.build()).graph;
  }

  it('multiplies a row into the weights, which fuseGemm then takes', () => {
    const { graph, did } = foldScale(normalised([2]));
    expect(types(graph)).toEqual(['MatMul', 'Add']);
    expect(did).toEqual(['folded 1 batch normalisation scale into weights']);
    const weights = graph.initializers.find(({ shape }) => shape.length === 2);
    expect(weights?.data).toEqual(Float32Array.of(0.5, 1, 1.5, 2, 2.5, 3));
    expect(types(fuseGemm(graph).graph)).toEqual(['Gemm']);
  });

  it('leaves a scale that is not one row of the product alone', () => {
    expect(types(foldScale(normalised([1])).graph)).toEqual(['MatMul', 'Mul', 'Add']);
  });
});
