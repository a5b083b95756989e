/** A run as one JSON file: its record, every logged value, its artifacts. Opened elsewhere it is the same run. */
import { packSeries } from '#/core/logged/series';
import type { Run } from '#/core/protocol/model';
import type { Storage } from '#/core/protocol/storage';
import { toJson } from '../jsonCodec';
import { runFileFormat, runFileVersion } from './runFile';

export async function saveRun({ metrics, blobs, experiments }: Storage, run: Run): Promise<File> {
  const experiment = (await experiments.list()).find(({ id }) => id === run.experimentId);
  const series = (await metrics.series(run.id)).map((one) => ({ name: one.name, ...packSeries(one) }));
  const artifacts = [];
  for (const { name, blob, type } of run.artifacts)
    artifacts.push({ name, bytes: await blobs.get(blob), ...(type !== undefined && { type }) });
  const content = {
    format: runFileFormat,
    version: runFileVersion,
    experiment: experiment?.name ?? '',
    run,
    logged: { series, histograms: await metrics.histograms(run.id) },
    artifacts,
  };
  const safe = run.name.replace(/[^\p{L}\p{N} ._-]+/gu, '_').slice(0, 80);
  return new File([JSON.stringify(await toJson(content))], `${safe}.run.json`, { type: 'application/json' });
}
