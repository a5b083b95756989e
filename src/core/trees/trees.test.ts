/** Against scikit-learn's histogram gradient boosting, and the exported graph against the host. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnTrees.json';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { packTrees, trees as body, type TreesBody } from '../bodies/trees';
import { checkGraph } from '../onnx/checkGraph';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { normals } from '../random/random';
import { probabilities } from '../train/probabilities';
import { binFeatures } from './binFeatures';
import { boostedSlopes, scoreColumns, startScores } from './boostedSlopes';
import { histogramOf } from './histogram';
import { openHistograms } from './histogramLoops';
import { growTree, type TreeSettings } from './growTree';
import { addTrees, baseScores, leafValue, TreeList, type Trees } from './trees';

const width = fixture.stored[0]?.length ?? 0;
const stored = Float32Array.from(fixture.stored.flat());
const asked = Float32Array.from(fixture.asked.flat());
const allRows = (count: number) => Int32Array.from({ length: count }, (_, i) => i);
const everyColumn = Array.from({ length: width }, (_, i) => i);

async function boost(
  target: ArrayLike<number>,
  classes: number,
  settings: TreeSettings,
  rounds: number,
): Promise<TreeList> {
  const binned = binFeatures(stored, width);
  const histograms = openHistograms(binned);
  const list = new TreeList(width, startScores(target, classes));
  const scores = baseScores(list, target.length);
  for (let round = 0; round < rounds; round++) {
    const grown = [];
    for (const column of scoreColumns(classes)) {
      const slopes = boostedSlopes(scores, target, classes, column);
      const rows = allRows(target.length);
      grown.push([
        column,
        (await growTree(binned, histograms, slopes, rows, everyColumn, settings, async () => {})).tree,
      ] as const);
    }
    const from = list.starts.length;
    for (const [column, tree] of grown) list.add(column, tree);
    addTrees(list, [from, list.starts.length], stored, scores);
  }
  return list;
}

function answers(list: Trees, rows: Float32Array): Float32Array {
  const scores = baseScores(list, rows.length / list.width);
  addTrees(list, [0, list.starts.length], rows, scores);
  return Float32Array.from(scores);
}

describe.each(fixture.cases)(
  'as scikit-learn: $leaves leaves, $rounds rounds',
  ({ rate, rounds, ...given }) => {
    const settings = { ...given, rate, depth: 64 };

    it('answers numbers', async () => {
      const list = await boost(fixture.numbers, 0, settings, rounds);
      for (const [i, value] of answers(list, asked).entries())
        expect(value, `row ${i}`).toBeCloseTo(given.numbers[i] as number, 4);
    });

    it('answers one of two, and one of three', async () => {
      const two = await boost(
        fixture.classes.map((label) => Number(label > 0)),
        2,
        settings,
        rounds,
      );
      const shares = probabilities(answers(two, asked), 2);
      for (const [i, share] of given.two.entries())
        expect(shares[2 * i + 1], `row ${i}`).toBeCloseTo(share, 3);
      const three = probabilities(answers(await boost(fixture.classes, 3, settings, rounds), asked), 3);
      for (const [i, share] of given.three.flat().entries())
        expect(three[i], `value ${i}`).toBeCloseTo(share, 3);
    });
  },
);

describe('the exported graph', () => {
  it.each([0, 2, 3])('answers as the host, to 1e-5: %d classes', async (classes) => {
    const target =
      classes === 0 ? fixture.numbers : fixture.classes.map((label) => Math.min(label, classes - 1));
    const settings = { leaves: 16, leastRows: 2, lambda: 1, depth: 6, rate: 0.2 };
    const list = await boost(target, classes, settings, 20);
    // Values that are thresholds themselves, and some far outside.
    const rows = Float32Array.from([
      ...asked,
      ...stored,
      ...normals(1, 'far', 0, 20 * width).map((x) => 100 * x),
    ]);
    for (let i = 0; i < list.features.length; i++)
      if ((list.features[i] as number) >= 0) rows[i % rows.length] = list.thresholds[i] as number;
    const { bytes, tensors } = packTrees(list);
    const spec: TreesBody = {
      width,
      base: [...list.base],
      count: list.starts.length,
      nodes: { blob: { hash: '', bytes: bytes.byteLength } as TreesBody['nodes']['blob'], tensors },
    };
    const graph = createGraphBuilder(['y']);
    const input = graph.input('x', 'float', [null, width]);
    graph.output(body.toOnnx(graph, input, spec, body.tensors(spec, [bytes])), 'y', 'float', [
      null,
      list.base.length,
    ]);
    const built = graph.build();
    checkGraph(built);
    const file = writeModel(built, { name: 'trees', opset: 17 });
    const expected = answers(list, rows);
    for (const runtime of onnxRuntimes) {
      const feeds = [
        {
          name: 'x',
          type: 'float32' as const,
          data: rows,
          dims: [rows.length / width, width] as [number, number],
        },
      ];
      const values = (await runtime.run(file, feeds)).get('y')?.data ?? [];
      for (const [i, value] of expected.entries())
        expect(Math.abs(Number(values[i]) - value), `${runtime.name}, ${i}`).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(value)),
        );
    }
  });
});

describe('bins', () => {
  it('stand between different values, and between equal counts where these are too many', () => {
    const few = binFeatures(Float32Array.of(1, 2, 2, 4, Number.NaN), 1);
    expect([...(few.borders[0] ?? [])]).toEqual([1.5, 3]);
    expect([...few.bins]).toEqual([0, 1, 1, 2, 2]);
    const many = binFeatures(
      Float32Array.from({ length: 1000 }, (_, i) => i * i),
      1,
      10,
    );
    const counts = new Array<number>(10).fill(0);
    for (const bin of many.bins) counts[bin] = (counts[bin] as number) + 1;
    expect(counts).toEqual(new Array(10).fill(100));
  });

  it('never put a value on the other side of its own border', () => {
    const close = Float32Array.of(1, 1 + 2 ** -23);
    const [border = 0] = binFeatures(close, 1).borders[0] ?? [];
    expect(border).toBe(1);
  });
});

it('a missing value goes right, and a tree without a question answers alike for all', () => {
  const list = new TreeList(1, [0]);
  list.add(0, {
    features: [0, -1, -1],
    thresholds: [2, 0, 0],
    left: [1, 0, 0],
    right: [2, 0, 0],
    values: [0, -1, 1],
  });
  list.add(0, { features: [-1], thresholds: [0], left: [0], right: [0], values: [5] });
  const rows = Float32Array.of(2, 2.5, Number.NaN);
  expect([0, 1, 2].map((row) => leafValue(list, 0, rows, row))).toEqual([-1, 1, 1]);
  expect([0, 1, 2].map((row) => leafValue(list, 1, rows, row))).toEqual([5, 5, 5]);
});

it('sums up in WebAssembly to the bit as it does without', () => {
  const rows = 500;
  const features = normals(1, 'features', 0, rows * 3).map((value, i) =>
    i % 3 === 1 ? Math.round(value) : value,
  );
  const [gradients, curvatures] = ['g', 'h'].map((name) => Float64Array.from(normals(2, name, 0, rows)));
  const slopes = { gradients: gradients as Float64Array, curvatures: curvatures as Float64Array };
  const of = Int32Array.from({ length: rows }, (_, i) => i).filter((i) => i % 7 !== 3);
  const binned = binFeatures(features, 3);
  const plain = histogramOf(binned, slopes, of, [0, 1]);
  const histograms = openHistograms(binned);
  expect(histograms(slopes, of, [0, 1])).toEqual(plain);
  // Again, of fewer rows: nothing is left of before.
  expect(histograms(slopes, of.subarray(0, 9), [1, 2])).toEqual(
    histogramOf(binned, slopes, of.subarray(0, 9), [1, 2]),
  );
  expect(binned.bins.buffer.byteLength).toBeGreaterThan(rows * 3);
});
