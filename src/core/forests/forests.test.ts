/** Against scikit-learn's trees, and the exported graphs against the host. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnForests.json';
import tables from '../../../test/fixtures/sklearnTrees.json';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import { forest as body, type ForestBody, packForest } from '../bodies/forest';
import type { ForestSettings } from './forestSettings';
import { checkGraph } from '../onnx/checkGraph';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { treeForms } from '../protocol/predict';
import { normals } from '../random/random';
import { addForest, forestOutputs, GrowingForest } from './forest';
import { ForestGrower } from './growForest';
import { prunedTree, pruningPath } from './pruneTree';

const width = tables.stored[0]?.length ?? 0;
const stored = Float32Array.from(tables.stored.flat());
const asked = Float32Array.from(tables.asked.flat());
const single: ForestSettings = {
  trees: 1,
  depth: 64,
  leastRows: 1,
  columnShare: 1,
  bootstrap: false,
  random: false,
};
const targets = [
  { target: tables.numbers, classes: 0 },
  { target: tables.classes, classes: 3 },
] as const;

const grower = (settings: ForestSettings, of: { target: ArrayLike<number>; classes: number }, seed = 1) =>
  new ForestGrower({ features: stored, width, ...of }, settings, seed, async () => {});

async function grow(
  settings: ForestSettings,
  of: (typeof targets)[number],
  seed = 1,
): Promise<GrowingForest> {
  const grown = new GrowingForest(width, Math.max(of.classes, 1));
  const trees = grower(settings, of, seed);
  for (let tree = 0; tree < settings.trees; tree++) grown.add(await trees.tree(tree));
  return grown;
}

function sums(forest: GrowingForest, rows: Float32Array): Float64Array {
  const all = new Float64Array((rows.length / width) * forest.outputs);
  addForest(forest, [0, forest.starts.length], rows, all);
  return all;
}

describe.each(fixture.cases)('a tree as scikit-learn: depth $depth, $leastRows rows', (given) => {
  const settings = { ...single, depth: given.depth, leastRows: given.leastRows };

  it('answers alike', async () => {
    const number = await grow(settings, targets[0]);
    const [surely, surelyThree] = given.sure as [boolean[], boolean[]];
    expect(surely.filter(Boolean).length).toBeGreaterThan(10);
    expect(surelyThree.filter(Boolean).length).toBeGreaterThan(10);
    for (const [row, value] of sums(number, asked).entries())
      if (surely[row]) expect(value, `row ${row}`).toBeCloseTo(given.numbers[row] as number, 5);
    const three = await grow(settings, targets[1]);
    for (const [i, share] of sums(three, asked).entries())
      if (surelyThree[Math.floor(i / 3)])
        expect(share, `share ${i}`).toBeCloseTo(given.three.flat()[i] as number, 6);
    for (const [i, { values, outputs }] of [number, three].entries())
      expect(Math.abs(values.length / outputs - (given.leaves[i] as number))).toBeLessThan(3);
  });

  it('is pruned alike', async () => {
    for (const [i, of] of targets.entries()) {
      const tree = await grower(settings, of).tree(0);
      const path = pruningPath(tree);
      // scikit-learn tells of cuts with one alpha at once.
      const alphas = [...new Set(path.map(({ alpha }) => Math.round(alpha * 1e9)))].map((x) => x / 1e9);
      const wanted = [...new Set((given.alphas[i] ?? []).map((alpha) => Math.round(alpha * 1e9)))].map(
        (x) => x / 1e9,
      );
      expect(alphas.length).toBe(wanted.length);
      for (const [at, alpha] of alphas.entries()) expect(alpha).toBeCloseTo(wanted[at] as number, 6);
      const last = path.at(-1)?.alpha ?? 0;
      expect(prunedTree(tree, path, last).features).toEqual([-1]);
    }
  });
});

describe('a forest', () => {
  it('is the same for a seed, another for another, and its trees differ', async () => {
    const settings = { ...single, trees: 6, bootstrap: true, columnShare: 0.5 };
    const [one, again, other] = [
      await grow(settings, targets[1], 5),
      await grow(settings, targets[1], 5),
      await grow(settings, targets[1], 6),
    ];
    expect(again).toEqual(one);
    expect(other.features).not.toEqual(one.features);
    expect(new Set(Array.from(one.starts, (start) => one.thresholds[start])).size).toBeGreaterThan(2);
  });

  it('cuts by folds what is learnt by heart of noise', async () => {
    const target = Array.from(normals(3, 'noise', 0, tables.numbers.length));
    const tree = await grower({ ...single, prune: 'folds' }, { target, classes: 0 }).tree(0);
    expect(tree.features.length).toBeLessThan(20);
    const real = await grower({ ...single, prune: 'folds' }, targets[0]).tree(0);
    expect(real.features.length).toBeGreaterThan(20);
  });

  it.each(treeForms)('leaves as a graph that answers as the host, to 1e-5: %s', async (form) => {
    for (const of of targets) {
      const list = await grow({ ...single, trees: 12, bootstrap: true, random: of.classes > 0 }, of);
      const rows = Float32Array.from([...asked, ...normals(1, 'far', 0, 20 * width).map((x) => 100 * x)]);
      for (let i = 0; i < list.features.length; i++)
        if ((list.features[i] as number) >= 0) rows[i % rows.length] = list.thresholds[i] as number;
      rows[3] = Number.NaN;
      const { bytes, tensors } = packForest(list);
      const spec: ForestBody = {
        width,
        outputs: list.outputs,
        areShares: of.classes > 0,
        count: list.starts.length,
        nodes: { blob: { hash: '', bytes: bytes.byteLength } as ForestBody['nodes']['blob'], tensors },
      };
      const graph = createGraphBuilder(['y'], 'folded', form);
      const input = graph.input('x', 'float', [null, width]);
      const raw = body.toOnnx(graph, input, spec, body.tensors(spec, [bytes]));
      graph.output(raw, 'y', 'float', [null, list.outputs]);
      const built = graph.build();
      checkGraph(built);
      const file = writeModel(built, { name: 'forest', opset: 17 });
      const expected = forestOutputs(sums(list, rows), list.starts.length, spec.areShares);
      for (const runtime of onnxRuntimes) {
        const dims: [number, number] = [rows.length / width, width];
        const values =
          (await runtime.run(file, [{ name: 'x', type: 'float32', data: rows, dims }])).get('y')?.data ?? [];
        for (const [i, value] of expected.entries())
          expect(Math.abs(Number(values[i]) - value), `${runtime.name}, ${i}`).toBeLessThan(
            1e-5 * Math.max(1, Math.abs(value)),
          );
      }
    }
  });
});
