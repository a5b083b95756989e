/** Several fitted preprocessings of the same table as one: each feature once, and where the columns of each are. */
import type { FittedFeature, FittedPipeline } from './pipeline';

export interface JoinedPipelines {
  fitted: FittedPipeline;
  /** For each of them, of the columns that come out those that are its own, in its order. */
  places: number[][];
}

export function joinPipelines(pipelines: readonly FittedPipeline[]): JoinedPipelines {
  const features: FittedFeature[] = [];
  const starts = new Map<string, number>();
  let width = 0;
  const places = pipelines.map((pipeline) =>
    pipeline.features.flatMap((feature) => {
      const key = JSON.stringify([feature.column, feature.columnType, feature.steps]);
      let start = starts.get(key);
      if (start === undefined) {
        start = width;
        starts.set(key, start);
        features.push(feature);
        width += feature.outputNames.length;
      }
      const from = start;
      return feature.outputNames.map((_, i) => from + i);
    }),
  );
  return { fitted: { version: 1, features, width }, places };
}
