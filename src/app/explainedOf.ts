/** What was found of why a version answers as it does, for its run's report: the newest of each method and sample. */
import { explainers } from '#/core/explain/registry';
import type { ReportedExplanation } from '#/core/report/explanationsSection';
import type { Storage } from '#/core/protocol/storage';
import type { ExplainInput, ExplainJobResult } from './jobs/explainJob';

const mostReported = 10;

export async function explainedOf(
  storage: Pick<Storage, 'jobs'>,
  versionId: string,
): Promise<ReportedExplanation[]> {
  const seen = new Set<string>();
  const found: ReportedExplanation[] = [];
  for (const { kind, status, input, result, files } of await storage.jobs.list()) {
    if (kind !== 'explain' || status !== 'completed') continue;
    const { modelVersionId, method, sample, chosen } = input as ExplainInput;
    const key = `${method} ${sample ?? ''} ${chosen?.join() ?? ''}`;
    if (modelVersionId !== versionId || seen.has(key) || found.length >= mostReported) continue;
    seen.add(key);
    const told = result as ExplainJobResult;
    const { measure, baseName, baseValue } = told;
    found.push({
      title: explainers.find(method)?.title ?? method,
      ...(sample !== undefined && { sample }),
      measure,
      baseName,
      baseValue,
      ...('attributions' in told && {
        columns: told.attributions,
        additivityError: told.additivityError,
      }),
      ...('largest' in told && { largest: told.largest }),
      hash: files?.[0]?.parts[0]?.hash,
    });
  }
  return found;
}
