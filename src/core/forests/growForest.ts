/** Trees of a forest, one after the other: each is a function of the data, the settings, the seed and its number. */
import { type ForestSettings, triedFeatures } from './forestSettings';
import { binFeatures, type BinnedFeatures } from '../trees/binFeatures';
import { permutation } from '../random/random';
import { BinSplitter } from './binSplitter';
import { nodesThatFit, refuseLargeForest } from './forestMemory';
import { WordsOfTree } from './drawWords';
import { addForest, type ForestTree, GrowingForest } from './forest';
import { growForestTree, type Worked } from './growForestTree';
import type { TargetRows } from './nodeRows';
import { prunedTree, pruningPath } from './pruneTree';
import { RandomSplitter } from './randomSplitter';

export interface ForestData extends TargetRows {
  /** Row-major [rows, width]. */
  features: Float32Array;
  width: number;
}

const folds = 5;
/** Of those that a tree can be cut by, so many are tried. */
const mostAlphas = 60;

export class ForestGrower {
  private readonly binned?: BinnedFeatures;
  private readonly data: ForestData;
  private readonly settings: ForestSettings;
  private readonly seed: number;
  private readonly worked: Worked;
  private readonly rows: number;
  private readonly allowedBytes: number;

  constructor(
    data: ForestData,
    settings: ForestSettings,
    seed: number,
    worked: Worked,
    allowedBytes = Number.POSITIVE_INFINITY,
  ) {
    this.allowedBytes = allowedBytes;
    this.data = data;
    this.settings = settings;
    this.seed = seed;
    this.worked = worked;
    this.rows = data.target.length;
    if (!settings.random) this.binned = binFeatures(data.features, data.width);
  }

  /** The tree of that number. */
  async tree(number: number): Promise<ForestTree> {
    const { prune } = this.settings;
    const tree = await this.grown(number, this.drawn(number));
    if (prune === undefined) return tree;
    const path = pruningPath(tree);
    const alpha = prune === 'folds' ? await this.bestAlpha(path.map((cut) => cut.alpha)) : prune;
    return prunedTree(tree, path, alpha);
  }

  private drawn(number: number): Int32Array {
    const { rows, settings, seed } = this;
    if (!settings.bootstrap) return Int32Array.from({ length: rows }, (_, row) => row);
    const words = new WordsOfTree(seed, 'forestRows', number);
    return Int32Array.from({ length: rows }, () => words.below(rows)).sort();
  }

  private async grown(number: number, order: Int32Array): Promise<ForestTree> {
    const { binned, data, settings, seed } = this;
    const { features, width, classes } = data;
    const words = new WordsOfTree(seed, 'forestTree', number);
    const splitter = binned
      ? new BinSplitter(binned, features, data, settings.leastRows)
      : new RandomSplitter(features, width, data, settings.leastRows);
    if (splitter instanceof RandomSplitter) splitter.words = words;
    const tried = triedFeatures(width, classes, settings.columnShare);
    const outputs = Math.max(classes, 1);
    const mostNodes = nodesThatFit(this.allowedBytes, outputs);
    const limits = { depth: settings.depth, leastRows: settings.leastRows, tried, mostNodes };
    const tree = await growForestTree(features, width, data, order, splitter, words, limits, this.worked);
    refuseLargeForest(
      { rows: order.length, outputs, nodes: tree.features.length },
      settings,
      this.allowedBytes,
    );
    return tree;
  }

  /** By trees of the training rows without a fold, each judged on that fold: of equals the one that cuts most. */
  private async bestAlpha(path: readonly number[]): Promise<number> {
    const { rows, seed } = this;
    const alphas = candidates(path);
    if (rows < 2 * folds || alphas.length < 2) return 0;
    const order = permutation(seed, 'pruningFolds', 0, rows);
    const errors = new Float64Array(alphas.length);
    for (let fold = 0; fold < folds; fold++) {
      const inside = Int32Array.from(order.filter((_, i) => i % folds !== fold)).sort();
      const outside = order.filter((_, i) => i % folds === fold);
      const tree = await this.grown(fold + 1, inside);
      const cuts = pruningPath(tree);
      for (const [i, alpha] of alphas.entries())
        errors[i] = (errors[i] as number) + this.errorOf(prunedTree(tree, cuts, alpha), outside);
      await this.worked(outside.length * alphas.length);
    }
    const least = Math.min(...errors);
    return alphas[errors.findLastIndex((error) => error <= least * (1 + 1e-12))] as number;
  }

  /** Rows answered wrongly, or squared errors of numbers. */
  private errorOf(tree: ForestTree, rows: ArrayLike<number>): number {
    const { features, width, target, classes } = this.data;
    const outputs = Math.max(classes, 1);
    const forest = new GrowingForest(width, outputs);
    forest.add(tree);
    let error = 0;
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at] as number;
      const sums = new Float64Array(outputs);
      addForest(forest, [0, 1], features.subarray(row * width, (row + 1) * width), sums);
      const truth = target[row] as number;
      if (classes === 0) error += ((sums[0] as number) - truth) ** 2;
      else if (sums.indexOf(Math.max(...sums)) !== truth) error++;
    }
    return error;
  }
}

/** Between the alphas of two cuts, where nothing changes: their geometric mean, as CART has it. */
function candidates(path: readonly number[]): number[] {
  const different = [...new Set(path)];
  const alphas = [0, ...different.slice(1).map((alpha, i) => Math.sqrt(alpha * (different[i] as number)))];
  if (alphas.length <= mostAlphas) return alphas;
  return Array.from(
    { length: mostAlphas },
    (_, i) => alphas[Math.round((i * (alphas.length - 1)) / (mostAlphas - 1))] as number,
  );
}
