import type { Run } from '#/core/protocol/model';

export interface RunFilter {
  dataset?: string;
  model?: string;
  query: string;
}

/** Every word must occur in the name, a tag, a param, the target or the name of the data. */
export function searchRuns(
  runs: readonly Run[],
  { dataset, model, query }: RunFilter,
  datasetNames: ReadonlyMap<string, string>,
): Run[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => {
    if (dataset && run.datasetId !== dataset) return false;
    if (model && run.modelId !== model) return false;
    if (words.length === 0) return true;
    const text = [
      run.name,
      run.status,
      run.task.target,
      datasetNames.get(run.datasetId) ?? '',
      run.backend ?? '',
      run.notes,
      ...Object.entries(run.tags).flat(),
      ...Object.entries(run.params).flatMap(([name, value]) => [`${name}=${value}`]),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
