/**
 * Explainable boosting: several bags of the training rows, on each of which shapes of all features and then tables of the
 * pairs worth it are boosted in turn, until the rows that the bag left out say stop; the model is the mean of the bags.
 * Nori, Jenkins, Koch and Caruana (2019), InterpretML; Lou et al. (2013) for the pairs.
 */
import { permutation } from '../random/random';
import { binFeatures, mostBins, type Taken } from '../trees/binFeatures';
import { startScores } from '../trees/boostedSlopes';
import { type Axis, axesOf, binOf, binsOf, coarser } from './axis';
import { choosePairs, lookBins, mostPaired } from './choosePairs';
import { growPair } from './growPair';
import { growShape, type ShapeSettings } from './growShape';
import { meanModel, type Paired, rowsByCell } from './meanModel';
import { type Bagged, type Cells, columnsOf, Stage, type Truth } from './stage';
import type { AdditiveModel } from './term';

export interface FitSettings extends ShapeSettings {
  seed: number;
  bags: number;
  pairs: number;
  patience: number;
  /** Of shapes, and of pairs behind them, at most. */
  rounds: { shapes: number; pairs: number };
}

export interface FitRows {
  /** Row-major [rows, width]; those that teach first. */
  features: Float32Array;
  target: ArrayLike<number>;
  teaching: number;
  width: number;
  labels: number;
}

export type Worked = (rows: number) => Promise<void>;

/** Of a bag's rows those that grow it. */
const growingShare = 0.85;
const pairBins = 32;

export class AdditiveFit {
  readonly axes: Axis[];
  readonly shapes: Stage[];
  /** Absent: not chosen yet. */
  paired?: Paired[];
  pairs: Stage[] = [];
  private readonly cells: Cells[];
  private readonly bags: Bagged[];
  private readonly truth: Truth;
  private readonly base: number[];
  private readonly settings: FitSettings;
  private readonly of: FitRows;

  constructor(of: FitRows, taken: readonly Taken[], settings: FitSettings) {
    this.of = of;
    this.settings = settings;
    const { features, target, teaching, width, labels } = of;
    const rows = target.length;
    const binned = binFeatures(features.subarray(0, teaching * width), width, mostBins, taken);
    this.axes = axesOf(binned);
    this.cells = this.axes.map((axis, feature) => {
      const at = new Uint8Array(rows);
      at.set(binned.bins.subarray(feature * teaching, (feature + 1) * teaching));
      for (let row = teaching; row < rows; row++)
        at[row] = binOf(axis, features[row * width + feature] as number);
      return { at, count: binsOf(axis) };
    });
    this.truth = { target, labels, columns: columnsOf(labels) };
    this.base = startScores(Array.from(target).slice(0, teaching), labels);
    this.bags = Array.from({ length: settings.bags }, (_, bag) => ({
      order: Int32Array.from(permutation(settings.seed, 'additiveBag', bag, teaching)),
      growing: Math.max(1, Math.min(teaching - 1, Math.round(growingShare * teaching))),
    }));
    this.shapes = this.bags.map((bag) => new Stage(this.cells, this.start(), this.truth, bag));
    for (const stage of this.shapes) stage.begin();
  }

  /** Each bag's shapes by one round, or its pairs; false: there was nothing left to do. */
  async round(worked: Worked): Promise<boolean> {
    const { settings } = this;
    const { patience, rounds } = settings;
    const open = (stages: readonly Stage[], most: number) =>
      stages.filter((stage) => !stage.isOver(patience) && stage.rounds < most);
    const shapes = open(this.shapes, rounds.shapes);
    for (const stage of shapes)
      await stage.round((sums, term) => growShape(sums, this.natureOf(term), settings), worked);
    if (shapes.length > 0) return true;
    if (!this.paired) this.pairUp(await this.choose(worked));
    const pairs = open(this.pairs, rounds.pairs);
    for (const stage of pairs)
      await stage.round((sums, term) => growPair(sums, this.sizeOf(term), settings).added, worked);
    return pairs.length > 0;
  }

  /** Raw answers by what is there, row-major [rows, outputs]: the mean of the bags. `best`: of each its best round. */
  answers(best: boolean): Float64Array {
    const stages = this.pairs.length > 0 ? this.pairs : this.shapes;
    if (best) for (const stage of stages) stage.begin(stage.best);
    const { columns } = this.truth;
    const outputs = this.base.length;
    const said = new Float64Array(this.of.target.length * outputs);
    for (const { scores } of stages)
      for (let i = 0; i < scores.length; i++) {
        const at = outputs === columns ? i : i * outputs + 1;
        said[at] = (said[at] as number) + (scores[i] as number) / stages.length;
      }
    return said;
  }

  model(): AdditiveModel {
    const { axes, cells, paired = [], shapes, pairs, base, of } = this;
    return meanModel(
      { width: of.width, base, columns: this.truth.columns, teaching: of.teaching },
      { axes, cells, bags: shapes.map(({ best }) => best) },
      { paired, cells: paired.map((one) => this.pairCells(one)), bags: pairs.map(({ best }) => best) },
    );
  }

  /** Begins the pairs, on what the shapes come to. */
  pairUp(pairs: readonly [number, number][]): void {
    const { shapes, truth, bags } = this;
    const means = this.axes.map((_, feature) => this.meanScores(feature));
    const narrow = (feature: number) =>
      coarser(this.axes[feature] as Axis, this.rowsIn(feature), pairBins, means[feature] as Float64Array);
    this.paired = pairs.map((pair) => {
      const [a, b] = [narrow(pair[0]), narrow(pair[1])];
      return { pair, axes: [a.axis, b.axis], maps: [a.map, b.map] };
    });
    if (pairs.length === 0) return;
    const cells = this.paired.map((one) => this.pairCells(one));
    this.pairs = shapes.map((stage, bag) => {
      stage.begin(stage.best);
      const own = new Stage(cells, stage.scores.slice(), truth, bags[bag] as Bagged);
      own.begin();
      return own;
    });
  }

  private start(): Float64Array {
    const { target } = this.of;
    const { columns } = this.truth;
    const base = columns === 1 ? [this.base.at(-1) as number] : this.base;
    return Float64Array.from({ length: target.length * columns }, (_, i) => base[i % columns] as number);
  }

  private natureOf(feature: number): { plain: number; areCodes: boolean } {
    const axis = this.axes[feature] as Axis;
    return { plain: binsOf(axis) - Number(axis.mayMiss ?? false), areCodes: axis.binOfCode !== undefined };
  }

  private sizeOf(term: number): [number, number] {
    const { axes } = (this.paired as Paired[])[term] as Paired;
    return [binsOf(axes[0]), binsOf(axes[1])];
  }

  private async choose(worked: Worked): Promise<[number, number][]> {
    const { settings, truth, shapes, bags, of } = this;
    if (settings.pairs === 0 || of.width < 2 || truth.columns > 1 || settings.rounds.pairs === 0) return [];
    for (const stage of shapes) stage.begin(stage.best);
    const scores = new Float64Array(of.target.length);
    for (const stage of shapes)
      for (let row = 0; row < scores.length; row++)
        scores[row] = (scores[row] as number) + (stage.scores[row] as number) / shapes.length;
    const weighed = this.axes.map((_, feature) => {
      const [means, rows] = [this.meanScores(feature), this.rowsIn(feature)];
      return {
        feature,
        weight: means.reduce((sum, score, bin) => sum + Math.abs(score) * (rows[bin] as number), 0),
      };
    });
    const looked = weighed
      .sort((a, b) => b.weight - a.weight || a.feature - b.feature)
      .slice(0, mostPaired)
      .map(({ feature }) => {
        const { axis, map } = coarser(
          this.axes[feature] as Axis,
          this.rowsIn(feature),
          lookBins,
          this.meanScores(feature),
        );
        const { at } = this.cells[feature] as Cells;
        return { feature, bins: Uint8Array.from(at, (bin) => map[bin] as number), count: binsOf(axis) };
      });
    const { order } = bags[0] as Bagged;
    const all = { order, growing: order.length };
    return await choosePairs(looked, settings.pairs, scores, truth, all, settings, worked);
  }

  /** By bin, of all columns together. */
  private meanScores(feature: number): Float64Array {
    const { count } = this.cells[feature] as Cells;
    const mean = new Float64Array(count);
    for (const { best } of this.shapes)
      for (const [i, score] of (best[feature] as Float32Array).entries())
        mean[i % count] = (mean[i % count] as number) + score;
    return mean;
  }

  private rowsIn(feature: number): Float64Array {
    const { at, count } = this.cells[feature] as Cells;
    return rowsByCell(at, count, this.of.teaching);
  }

  private pairCells({ pair, axes, maps }: Paired): Cells {
    const [a, b] = pair.map((feature) => (this.cells[feature] as Cells).at) as [Uint8Array, Uint8Array];
    const width = binsOf(axes[1]);
    const at = Uint16Array.from(
      a,
      (bin, row) => (maps[0][bin] as number) * width + (maps[1][b[row] as number] as number),
    );
    return { at, count: binsOf(axes[0]) * width };
  }
}
