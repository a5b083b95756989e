/** The files of a fetching job that is done, read from the disk when they are used. */
import { TetradError } from '#/core/protocol/errors';
import { nameInPath } from '#/core/sources/withoutSecrets';
import { openStoredFile } from '../jobs/storeFile';
import type { AppServices } from '../services';
import { withOrigin } from './fileOrigins';
import { fetchInput } from './fetchInput';

export async function openFetched({ storage, jobs }: AppServices, jobId: string): Promise<File[]> {
  const job = await jobs.get(jobId);
  const input = fetchInput.safeParse(job.input);
  if (!input.success || job.status !== 'completed')
    throw new TetradError({
      code: 'notFound',
      message: `"${job.title}" has no files to open.`,
      hint: input.success ? 'Wait until it has completed.' : 'This is no job that fetches files.',
      place: job.title,
    });
  const { got } = input.data;
  const names = distinctNames(
    got.map(({ name }) => name),
    input.data.files.map(({ path }) => path),
  );
  const files: File[] = [];
  for (const [i, fetched] of got.entries()) {
    const file = await openStoredFile(storage.blobs, { name: names[i] as string, parts: fetched.parts });
    files.push(withOrigin(file, fetched));
  }
  return files;
}

/** Files of one name in several folders are told apart by their folders: "train-0000.parquet". */
function distinctNames(names: readonly string[], paths: readonly string[]): string[] {
  if (new Set(names).size === names.length) return [...names];
  const parts = paths.map((path) => path.split('/'));
  let common = 0;
  while (parts.every((part) => part.length > common + 1 && part[common] === parts[0]?.[common])) common++;
  return parts.map((part) => nameInPath(part.slice(common).join('-')));
}
