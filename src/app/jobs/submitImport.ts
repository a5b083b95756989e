/** Makes the empty dataset a page can open at once, and the job that fills it. */
import { withoutEnding } from '#/core/fileEndings';
import { freeName } from '../freeName';
import type { AppServices } from '../services';
import type { Dropped } from './jobDef';

/** "iris.csv.gz" -> "iris"; never empty. */
export function nameOfFile(fileName: string): string {
  const bare = withoutEnding(fileName.replace(/^.*[/\\]/, ''));
  return (bare.trim() || fileName || 'Dataset').slice(0, 200);
}

export async function submitImport(
  { storage, jobs }: AppServices,
  wanted: { name: string; dropped?: Dropped; sampleId?: string; format?: string },
): Promise<{ jobId: string; datasetId: string }> {
  const name = await freeName(wanted.name, storage.datasets.hasName);
  const dataset = await storage.datasets.create({ name, kind: wanted.dropped?.kind ?? 'tabular' });
  const fileName = wanted.dropped?.file.name ?? wanted.sampleId ?? name;
  try {
    const job = await jobs.submit(
      {
        kind: 'import',
        title: `Import ${fileName}`,
        input: { datasetId: dataset.id, fileName, format: wanted.format, sampleId: wanted.sampleId },
        datasetId: dataset.id,
      },
      wanted.dropped,
    );
    return { jobId: job.id, datasetId: dataset.id };
  } catch (thrown) {
    await storage.datasets.delete(dataset.id);
    throw thrown;
  }
}
