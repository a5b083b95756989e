/** Files that were fetched are kept, so that the same one is not fetched twice: until there are too many, or a person forgets them. */
import { fetchedFilesKey } from '#/core/protocol/sourceApi';
import type { SettingsRepository } from '#/core/protocol/storage';
import type { FetchedFile } from '#/core/sources/sourceDef';
import { withWriterLock } from '#/storage/locks';

const mostBytes = 4 * 2 ** 30;
const mostFiles = 2_000;

/** Newest first. */
export const readFetched = async (settings: SettingsRepository): Promise<FetchedFile[]> =>
  ((await settings.get(fetchedFilesKey)) as FetchedFile[] | undefined) ?? [];

export async function keepFetched(
  settings: SettingsRepository,
  files: readonly FetchedFile[],
): Promise<void> {
  await withWriterLock(fetchedFilesKey, async () => {
    const isNew = ({ url, sha256 }: FetchedFile) =>
      !files.some((file) => file.url === url && file.sha256 === sha256);
    let bytes = 0;
    const kept = [...files, ...(await readFetched(settings)).filter(isNew)].filter((file, i) => {
      bytes += file.bytes;
      return i === 0 || (bytes <= mostBytes && i < mostFiles);
    });
    await settings.set(fetchedFilesKey, kept);
  });
}

/** Answers how many bytes are given up. */
export async function forgetFetched(
  settings: SettingsRepository,
  isForgotten: (file: FetchedFile) => boolean,
): Promise<{ files: number; bytes: number }> {
  return await withWriterLock(fetchedFilesKey, async () => {
    const all = await readFetched(settings);
    const gone = all.filter(isForgotten);
    if (gone.length > 0)
      await settings.set(
        fetchedFilesKey,
        all.filter((file) => !isForgotten(file)),
      );
    return { files: gone.length, bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0) };
  });
}
