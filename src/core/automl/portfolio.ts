/**
 * What is tried first, without any search: every family that suits the data as it is by itself, and for tables settings
 * that have done well on many, by the number of rows. The cheap and the usually best come first, because time may end.
 */
import { families } from '../families/registry';
import { suits } from '../families/suits';
import type { DatasetKind } from '../protocol/dataset';
import type { CandidateRecord } from '../protocol/automl';
import type { TaskType } from '../protocol/train';

type Params = CandidateRecord['params'];
interface Entry {
  family: string;
  params?: Params;
  /** Only of so many rows. */
  rows?: { from?: number; to?: number };
}

const manyRows = 20_000;
/** Tried before all others that suit. */
const first: readonly Entry[] = [
  // Of many rows it is what counts, and the first may take as long as there is time.
  { family: 'boostedTrees', rows: { from: manyRows } },
  { family: 'classic' },
  { family: 'linear' },
  { family: 'elasticNet' },
  { family: 'boostedTrees', rows: { to: manyRows - 1 } },
  { family: 'supportVectors', rows: { to: 5_000 } },
  { family: 'extraTrees' },
  { family: 'naiveBayes' },
  { family: 'mlp' },
  { family: 'knn', rows: { to: 20_000 } },
  { family: 'randomForest' },
];

/** Settings beside the standard ones. Shallow trees and strong shrinkage for few rows, larger ones for many. */
const variants: readonly Entry[] = [
  { family: 'classic', params: { 'classic.method': 'theta' } },
  { family: 'classic', params: { 'classic.method': 'drift' } },
  { family: 'classic', params: { 'classic.method': 'arima' } },
  { family: 'linear', params: { 'linear.c': 0.05 }, rows: { to: 5_000 } },
  { family: 'supportVectors', params: { 'supportVectors.c': 10 }, rows: { to: 5_000 } },
  {
    family: 'boostedTrees',
    params: {
      'boostedTrees.depth': 3,
      'boostedTrees.leaves': 8,
      'boostedTrees.lambda': 5,
      'boostedTrees.rowShare': 0.8,
      'boostedTrees.columnShare': 0.6,
      learningRate: 0.04,
    },
    rows: { to: 20_000 },
  },
  { family: 'mlp', params: { 'mlp.hiddenLayers': [256, 256], 'mlp.dropout': 0.3 } },
  { family: 'extraTrees', params: { 'extraTrees.leastRows': 3, 'extraTrees.columnShare': 0.8 } },
  { family: 'knn', params: { 'knn.weights': 'distance', 'knn.distance': 'manhattan' }, rows: { to: 20_000 } },
  { family: 'mlp', params: { 'mlp.normalization': 'batchNorm', 'mlp.dropout': 0.1 } },
  {
    family: 'boostedTrees',
    params: { 'boostedTrees.leaves': 63, 'boostedTrees.columnShare': 0.7 },
    rows: { from: 5_000 },
  },
];

export interface Asked {
  kind: DatasetKind;
  task: TaskType;
  rows: number;
}

export function portfolioOf({ kind, task, rows }: Asked): Omit<CandidateRecord, 'number'>[] {
  const fits = families.all.filter((family) => !family.enters && !family.drawn && suits(family, kind, task));
  const known = new Set(fits.map(({ type }) => type));
  const within = ({ rows: limits }: Entry) =>
    rows >= (limits?.from ?? 0) && rows <= (limits?.to ?? Number.POSITIVE_INFINITY);
  const taken = (entries: readonly Entry[]) =>
    entries.filter((entry) => known.has(entry.family) && within(entry));
  const begun = taken(first);
  const named = new Set(first.map(({ family }) => family));
  const others = fits.filter(({ type }) => !named.has(type)).map(({ type }): Entry => ({ family: type }));
  return [...begun, ...taken(variants), ...others].map(({ family, params = {} }) => ({
    family,
    params,
    origin: Object.keys(params).length === 0 ? 'standard' : 'portfolio',
  }));
}
