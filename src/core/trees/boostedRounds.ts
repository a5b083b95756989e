/** Boosting round by round over rows that are held: bins, trees, and what they say of these rows by now. */
import { permutation } from '../random/random';
import { binFeatures, type BinnedFeatures, mostBins, type Taken } from './binFeatures';
import { growTree, type TreeSettings, type Worked } from './growTree';
import { type Histograms, openHistograms } from './histogramLoops';
import type { Objective } from './objective';
import { addLeaves, addTrees, baseScores, TreeList, type Trees } from './trees';

export interface BoostedRows {
  rows: number;
  features: Float32Array;
  target: ArrayLike<number>;
}

export interface RoundSettings extends TreeSettings {
  seed: number;
  rowShare: number;
  columnShare: number;
}

/** Of all open leaves of a tree, in bytes: with more columns the bins are coarser. */
const mostHistogramBytes = 2 ** 28;

export class BoostedRounds {
  readonly trees: TreeList;
  /** Row-major [rows, outputs]. */
  scores: Float64Array<ArrayBuffer>;
  private readonly binned: BinnedFeatures;
  private readonly histograms: Histograms;
  private readonly of: BoostedRows;
  private readonly objective: Objective;
  private readonly settings: RoundSettings;

  /** `begun`: trees that are there already. */
  constructor(
    of: BoostedRows,
    width: number,
    objective: Objective,
    settings: RoundSettings,
    taken: readonly Taken[],
    begun?: TreeList,
  ) {
    this.of = of;
    this.objective = objective;
    this.settings = settings;
    const most = Math.floor(mostHistogramBytes / (24 * Math.max(width, 1) * settings.leaves));
    this.binned = binFeatures(of.features, width, Math.max(16, Math.min(mostBins, most)), taken);
    this.histograms = openHistograms(this.binned);
    this.trees = begun ?? new TreeList(width, objective.base(of.target));
    // Only whole rounds say where the next begins.
    this.scores = scoresOf(this.trees, of, this.rounds, objective);
  }

  /** That are whole. */
  get rounds(): number {
    return Math.floor(this.trees.starts.length / this.objective.columns.length);
  }

  /** The trees of one round that are not there yet, all by the scores before it. `between`: two trees of it. */
  async grow(worked: Worked, between: () => Promise<void> = async () => {}): Promise<void> {
    const { settings, objective, trees, of } = this;
    const { columns } = objective;
    const outputs = trees.base.length;
    const next = Float64Array.from(this.scores);
    const begun = trees.starts.length % columns.length;
    for (let at = begun; at < columns.length; at++) {
      const column = columns[at] as number;
      const number = trees.starts.length;
      const slopes = objective.slopes(this.scores, of.target, column);
      const rows = drawn(settings.seed, 'boostedRows', number, of.rows, settings.rowShare);
      const asked = drawn(settings.seed, 'boostedColumns', number, trees.width, settings.columnShare);
      const { answer } = objective;
      const own: TreeSettings = answer
        ? { ...settings, answer: (leaf) => answer(leaf, this.scores, of.target, column) }
        : settings;
      const grown = await growTree(
        this.binned,
        this.histograms,
        slopes,
        rows,
        [...asked],
        own,
        worked,
        trees.derive,
      );
      trees.add(column, grown.tree);
      if (rows.length === of.rows) addLeaves(grown, column, outputs, next);
      else addTrees(trees, [number, number + 1], of.features, next);
      if (at < columns.length - 1) await between();
    }
    // Trees of the round that an earlier run had grown.
    const first = trees.starts.length - columns.length;
    if (begun > 0) addTrees(trees, [first, first + begun], of.features, next);
    this.scores = next;
  }
}

/** What the first rounds say of rows. */
export function scoresOf(
  trees: Trees,
  { rows, features }: Pick<BoostedRows, 'rows' | 'features'>,
  rounds: number,
  { columns }: Pick<Objective, 'columns'>,
): Float64Array<ArrayBuffer> {
  const scores = baseScores(trees, rows);
  addTrees(trees, [0, rounds * columns.length], features, scores);
  return scores;
}

/** Places below `count`, in their order; a share of them by the seeded generator. */
function drawn(seed: number, stream: string, number: number, count: number, share: number): Int32Array {
  if (share === 1) return Int32Array.from({ length: count }, (_, i) => i);
  const wanted = Math.max(1, Math.round(share * count));
  return Int32Array.from(permutation(seed, stream, number, count).slice(0, wanted)).sort();
}
