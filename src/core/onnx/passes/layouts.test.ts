/** The passes around convolutions: the graph gets shorter and answers the same in ONNX Runtime. */
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../../test/support/onnxRuntimes';
import { sizeOf } from '../../arch/sizeOf';
import { checkGraph } from '../checkGraph';
import { createGraphBuilder } from '../createGraphBuilder';
import type { GraphBuilder, OnnxGraph } from '../graphBuilder';
import { normals } from '../../random/random';
import { writeModel } from '../writeModel';
import { foldIntoConv } from './foldIntoConv';
import { joinLayouts } from './joinLayouts';
import { removeIdentity } from './removeIdentity';
import { valueShapes } from './valueShapes';

const types = (graph: OnnxGraph) => graph.nodes.map(({ opType }) => opType);
const last = [0n, 2n, 3n, 1n];
const first = [0n, 3n, 1n, 2n];

/** A graph on x [batch, 2, 5, 4]; `make` answers the value that leaves it. */
function graphOf(make: (graph: GraphBuilder, x: string) => string): OnnxGraph {
  const graph = createGraphBuilder(['y']);
  graph.output(make(graph, graph.input('x', 'float', [null, 2, 5, 4])), 'y', 'float', [
    null,
    null,
    null,
    null,
  ]);
  return removeIdentity(graph.build()).graph;
}

const floats = (graph: GraphBuilder, shape: number[], name: string): string =>
  graph.constant('float', shape, normals(3, name, 0, sizeOf(shape)), name);

const reshape = (graph: GraphBuilder, x: string, shape: number[]): string =>
  graph.node('Reshape', [x, graph.constant('int64', [shape.length], BigInt64Array.from(shape, BigInt))]);

/** 3 filters of 2 x 3 with stride 2 and padding: [batch, 3, 3, 3]. */
const conv = (graph: GraphBuilder, x: string, channels = 2, bias = true): string =>
  graph.node(
    'Conv',
    [x, floats(graph, [3, channels, 2, 3], 'kernel'), ...(bias ? [floats(graph, [3], 'bias')] : [])],
    { kernel_shape: [2n, 3n], strides: [2n, 1n], dilations: [1n, 1n], pads: [0n, 0n, 1n, 1n], group: 1n },
  );

async function answers(graph: OnnxGraph): Promise<number[]> {
  checkGraph(graph);
  const feed = { name: 'x', type: 'float32' as const, data: normals(4, 'x', 0, 120), dims: [3, 2, 5, 4] };
  const [runtime] = onnxRuntimes;
  const result = await runtime?.run(writeModel(graph, { name: 'layouts', opset: 17 }), [feed]);
  return Array.from((result?.get('y')?.data ?? []) as ArrayLike<number>);
}

async function expectSame(before: OnnxGraph, after: OnnxGraph): Promise<void> {
  const [wanted, given] = [await answers(before), await answers(after)];
  expect(wanted.length).toBeGreaterThan(0);
  expect(given).toHaveLength(wanted.length);
  for (const [i, value] of wanted.entries()) expect(given[i]).toBeCloseTo(value, 5);
}

describe('foldIntoConv', () => {
  /** What a convolution and batch normalisation leave. */
  const normalised = (between: (graph: GraphBuilder, y: string) => string, rows = 3, bias = true) =>
    graphOf((graph, x) => {
      const moved = between(graph, conv(graph, x, 2, bias));
      const scaled = graph.node('Mul', [moved, floats(graph, [rows], 'scale')]);
      return graph.node('Relu', [graph.node('Add', [scaled, floats(graph, [rows], 'shift')])]);
    });
  const moved = (graph: GraphBuilder, y: string) => graph.node('Transpose', [y], { perm: last });

  it.each([true, false])('takes scale and shift into kernel and bias (with a bias: %s)', async (bias) => {
    const before = normalised((graph, y) => reshape(graph, moved(graph, y), [-1, 1, 3, 3]), 3, bias);
    const { graph, did } = foldIntoConv(before);
    expect(types(graph)).toEqual(['Conv', 'Transpose', 'Reshape', 'Relu']);
    expect(did).toEqual(['folded 1 batch normalisation into convolutions']);
    await expectSame(before, graph);
  });

  it.each([
    [
      'channels that are not last',
      normalised((graph, y) => graph.node('Transpose', [y], { perm: [0n, 1n, 3n, 2n] })),
    ],
    [
      'a Reshape that mixes channels',
      normalised((graph, y) => reshape(graph, moved(graph, y), [-1, 3, 9, 1]), 1),
    ],
    ['a row for all channels at once', normalised(moved, 1)],
    [
      'a value that is read twice',
      graphOf((graph, x) => {
        const y = moved(graph, conv(graph, x));
        const scaled = graph.node('Mul', [y, floats(graph, [3], 'scale')]);
        return graph.node('Add', [graph.node('Add', [scaled, floats(graph, [3], 'shift')]), y]);
      }),
    ],
  ])('leaves %s', (_, graph) => {
    expect(foldIntoConv(graph)).toMatchObject({ did: [], graph: { nodes: graph.nodes } });
  });
});

describe('joinLayouts', () => {
  it('lets a convolution follow another, and the activation come before the rearrangement', async () => {
    const before = graphOf((graph, x) => {
      const lying = reshape(graph, graph.node('Transpose', [conv(graph, x)], { perm: last }), [-1, 3, 3]);
      const active = reshape(graph, graph.node('Relu', [lying]), [-1, 3, 3, 3]);
      const second = conv(graph, graph.node('Transpose', [active], { perm: first }), 3);
      return graph.node('Transpose', [second], { perm: last });
    });
    const { graph, did } = joinLayouts(before);
    expect(types(graph)).toEqual(['Conv', 'Relu', 'Conv', 'Transpose']);
    expect(did).toEqual(['removed 4 rearrangements of values']);
    await expectSame(before, graph);
  });

  it('makes two Transposes one', async () => {
    const before = graphOf((graph, x) => {
      const turned = graph.node('Transpose', [x], { perm: [0n, 2n, 3n, 1n] });
      return graph.node('Sigmoid', [
        graph.node('Neg', [graph.node('Transpose', [turned], { perm: [2n, 1n, 0n, 3n] })]),
      ]);
    });
    const { graph } = joinLayouts(before);
    expect(types(graph)).toEqual(['Transpose', 'Neg', 'Sigmoid']);
    await expectSame(before, graph);
  });

  it('leaves a Reshape that changes something, and what somebody else reads', async () => {
    const before = graphOf((graph, x) => {
      const lying = graph.node('Transpose', [conv(graph, x)], { perm: last });
      const other = reshape(graph, lying, [-1, 9, 1, 3]);
      const standing = graph.node('Transpose', [other], { perm: first });
      const again = graph.node('Transpose', [lying], { perm: first });
      return graph.node('Add', [standing, reshape(graph, again, [-1, 3, 9, 1])]);
    });
    const { graph, did } = joinLayouts(before);
    expect(did).toEqual([]);
    expect(types(graph)).toEqual(types(before));
    await expectSame(before, graph);
  });

  it('keeps the name of an output', async () => {
    const before = graphOf((graph, x) =>
      graph.node('Relu', [
        graph.node('Transpose', [graph.node('Transpose', [x], { perm: last })], { perm: first }),
      ]),
    );
    const { graph } = joinLayouts(before);
    expect(types(graph)).toEqual(['Relu']);
    expect(graph.nodes[0]?.outputs).toEqual(['y']);
    await expectSame(before, graph);
  });
});

it('knows shapes through convolutions, rearrangements and broadcasting', () => {
  const graph = graphOf((builder, x) => {
    const y = builder.node('Transpose', [conv(builder, x)], { perm: last });
    const sum = builder.node('Add', [y, floats(builder, [3, 1], 'row')]);
    return reshape(builder, sum, [-1, 3, 9, 1]);
  });
  const shapes = valueShapes(graph);
  expect(graph.nodes.map(({ outputs: [name = ''] }) => shapes.get(name))).toEqual([
    [null, 3, 3, 3],
    [null, 3, 3, 3],
    [null, 3, 3, 3],
    [null, 3, 9, 1],
  ]);
});
