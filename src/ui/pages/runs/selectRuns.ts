import { SourceError } from '#/core/expression/sourceError';
import type { Run } from '#/core/protocol/model';
import { compileQuery } from '#/core/runs/query/compileQuery';
import { missingField } from '#/core/runs/query/missingField';
import { parseQuery } from '#/core/runs/query/parseQuery';
import type { RunNames } from '#/core/runs/query/runFields';

export interface Selection {
  runs: Run[];
  /** The text compares something: it is a filter, not words. */
  fault?: SourceError;
  /** Why it may have found nothing. */
  note?: string;
}

const comparing = /[=<>]|\bi?like\s+['"]|\bin\s*\(|\bis\s+(not\s+)?null\b/i;

/** What compares is a filter (metrics.valAccuracy > 0.9); else every word must occur somewhere in a run. */
export function selectRuns(
  runs: readonly Run[],
  of: { dataset?: string; model?: string; experiment?: string; query: string },
  names: RunNames,
): Selection {
  const scoped = runs.filter(
    (run) =>
      (!of.dataset || run.datasetId === of.dataset) &&
      (!of.model || run.modelId === of.model) &&
      (!of.experiment || run.experimentId === of.experiment),
  );
  if (!comparing.test(of.query)) return { runs: withWords(scoped, of.query, names) };
  try {
    const tree = parseQuery(of.query);
    const passes = compileQuery(tree);
    const found = scoped.filter((run) => passes(run, names));
    return { runs: found, note: found.length === 0 ? missingField(tree, scoped) : undefined };
  } catch (thrown) {
    if (!(thrown instanceof SourceError)) throw thrown;
    return { runs: scoped, fault: thrown };
  }
}

function withWords(runs: Run[], query: string, names: RunNames): Run[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return runs;
  return runs.filter((run) => {
    const text = [
      run.name,
      run.status,
      run.task.target,
      names.datasets.get(run.datasetId) ?? '',
      names.experiments.get(run.experimentId) ?? '',
      run.backend ?? '',
      run.notes,
      ...Object.entries(run.tags).flat(),
      ...Object.entries(run.params).flatMap(([name, value]) => [`${name} ${value}`]),
    ]
      .join('\n')
      .toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
