/** Forests and trees with their defaults beside scikit-learn's on the same folds: medians of five seeds. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { addForest, GrowingForest } from './forest';
import type { ForestSettings } from './forestSettings';
import { ForestGrower } from './growForest';

interface PeerTable {
  name: string;
  classes: number;
  width: number;
  features: number[];
  target: number[];
  held: number[][];
  scores: Record<string, number[]>;
}

const all = { depth: 64, leastRows: 1 };
const families: Record<string, ForestSettings> = {
  randomForest: { ...all, trees: 100, columnShare: 0, bootstrap: true, random: false },
  extraTrees: { ...all, trees: 100, columnShare: 0, bootstrap: false, random: true },
  decisionTree: { ...all, trees: 1, columnShare: 1, bootstrap: false, random: false, prune: 'folds' },
};
const median = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

mkdirSync('.cache', { recursive: true });
const path = '.cache/forestPeers.json';
execFileSync('/usr/bin/python3', ['test/peers/forests.py', path]);
const tables: PeerTable[] = JSON.parse(readFileSync(path, 'utf8'));

async function foldScore(
  { features, target, width, classes }: PeerTable,
  held: number[],
  settings: ForestSettings,
  seed: number,
) {
  const out = new Set(held);
  const inside = target.flatMap((_, row) => (out.has(row) ? [] : [row]));
  const take = (rows: readonly number[]) =>
    Float32Array.from(rows.flatMap((row) => features.slice(row * width, (row + 1) * width)));
  const data = { features: take(inside), width, target: inside.map((row) => target[row] as number), classes };
  const outputs = Math.max(classes, 1);
  const grower = new ForestGrower(data, settings, seed, async () => {});
  const grown = new GrowingForest(width, outputs);
  for (let tree = 0; tree < settings.trees; tree++) grown.add(await grower.tree(tree));
  const sums = new Float64Array(held.length * outputs);
  addForest(grown, [0, settings.trees], take(held), sums);
  const truth = held.map((row) => target[row] as number);
  if (classes > 0)
    return (
      truth.filter((label, i) => {
        const said = sums.subarray(i * outputs, (i + 1) * outputs);
        return said.indexOf(Math.max(...said)) === label;
      }).length / truth.length
    );
  const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
  const squares = (of: (value: number, i: number) => number) =>
    truth.reduce((sum, value, i) => sum + of(value, i) ** 2, 0);
  return (
    1 - squares((value, i) => value - (sums[i] as number) / settings.trees) / squares((value) => value - mean)
  );
}

it.each(tables)('$name', { timeout: 3_600_000 }, async (table) => {
  for (const [family, settings] of Object.entries(families)) {
    const reached: number[] = [];
    for (let seed = 1; seed <= 5; seed++) {
      const scores: number[] = [];
      for (const held of table.held) scores.push(await foldScore(table, held, settings, seed));
      reached.push(scores.reduce((sum, score) => sum + score, 0) / scores.length);
    }
    const peer = table.scores[family] ?? [];
    const told = (values: number[]) =>
      `${median(values).toFixed(4)} (worst ${Math.min(...values).toFixed(4)})`;
    console.log(`${table.name}, ${family}: ${told(reached)}, scikit-learn ${told(peer)}`);
    // A point of accuracy, or 0.02 of R2.
    expect(median(reached), family).toBeGreaterThan(median(peer) - (table.classes > 0 ? 0.01 : 0.02));
  }
});
