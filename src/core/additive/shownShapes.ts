/** The terms of an additive model as people read them: in units of the columns and of the answer, the weightiest first. */
import type { ColumnType } from '../protocol/dataset';
import { commonScale } from '../tasks/scale';
import type { TaskSpec } from '../protocol/train';
import { askedPlace } from '../transforms/askedPlace';
import type { FittedPipeline } from '../transforms/pipeline';
import { codeLabels } from '../trees/takenFeatures';
import { type Axis, binsOf } from './axis';
import { type AdditiveModel, cellsOf, type Term, weightOf } from './term';

export interface ShownAxis {
  column: string;
  columnType: ColumnType;
  bins: number;
  /** Of numbers: between which values the bins lie, one fewer than these (and than what is missing). */
  edges?: number[];
  /** Of categories: by bin those in it; a bin of none is of what is missing or was never seen. */
  categories?: string[][];
  /** The last bin is of what is missing. */
  missing?: true;
}

export interface ShownTerm {
  /** Its place in the model, by which it is edited. */
  term: number;
  axes: ShownAxis[];
  /** By how much it moves an answer, as a mean over the training rows. */
  weight: number;
  /** By output, by cell. */
  scores: number[][];
  /** As far apart are the bags, as a standard deviation. */
  spreads: number[][];
  /** Training rows, by cell. */
  rows: number[];
}

export interface ShownShapes {
  /** Labels that have a score: of two only the second; of numbers none. */
  labels: string[];
  /** What every answer starts from, by output. */
  base: number[];
  terms: ShownTerm[];
}

/** Scores of labels are logits. */
export function shownShapes(
  model: AdditiveModel,
  { features }: Pick<FittedPipeline, 'features'>,
  task: Pick<TaskSpec, 'labels' | 'scales'>,
): ShownShapes {
  const { labels = [] } = task;
  const outputs = model.base.length;
  const shown = outputsOf(labels, outputs);
  const { std, mean } = labels.length > 0 ? { std: 1, mean: 0 } : commonScale(task);
  const parts = (values: Float32Array, term: Term) => {
    const cells = cellsOf(term);
    return shown.map((output) =>
      Array.from(values.subarray(output * cells, (output + 1) * cells), (value) => value * std),
    );
  };
  return {
    labels: shown.flatMap((output) => labels[output] ?? []),
    base: shown.map((output) => (model.base[output] as number) * std + mean),
    terms: model.terms
      .map(
        (term, place): ShownTerm => ({
          term: place,
          axes: term.axes.map((axis) => shownAxis(axis, features)),
          weight: weightOf(term, shown.length) * std,
          scores: parts(term.scores, term),
          spreads: parts(term.spreads, term),
          rows: [...term.rows],
        }),
      )
      .sort((a, b) => b.weight - a.weight || a.term - b.term),
  };
}

/** Of two labels one score says all. */
export const outputsOf = (labels: readonly string[], outputs: number): number[] =>
  labels.length === 2 ? [1] : Array.from({ length: outputs }, (_, i) => i);

function shownAxis(axis: Axis, features: FittedPipeline['features']): ShownAxis {
  const { feature, borders, binOfCode, mayMiss } = axis;
  const bins = binsOf(axis);
  const { column, columnType } = askedPlace(features, feature, 0);
  if (binOfCode) {
    const labels = codeLabels(features, feature);
    const categories: string[][] = Array.from({ length: bins }, () => []);
    for (const [at, bin] of binOfCode.entries())
      if (at > 0) categories[bin]?.push(labels[at - 1] ?? `${at - 1}`);
    return { column, columnType, bins, categories };
  }
  if (columnType === 'boolean' && borders.length === 1)
    return { column, columnType, bins, categories: [['false'], ['true']], ...(mayMiss && { missing: true }) };
  const edges = Array.from(borders, (border) => askedPlace(features, feature, border).most ?? border);
  return { column, columnType, bins, edges, ...(mayMiss && { missing: true }) };
}
