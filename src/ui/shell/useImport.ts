import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { run } from '#/app/run';
import { type DroppedArrays, droppedArraysStore } from '#/app/stores/droppedArrays';
import { notify, notifyError } from '#/app/stores/notices';
import { isTableName } from '#/core/fileEndings';
import { folderOf, storeOf, withPairsJoined } from './droppedFiles';

/** Files of arrays go to the mapping step; a table is imported at once and its dataset fills while that runs. */
export function useImport(): (files: File[]) => Promise<void> {
  const navigate = useNavigate();
  return useCallback(
    async (files) => {
      if (files.length === 0) {
        notify({
          kind: 'error',
          title: 'Nothing to import',
          message: 'No file came with that drop.',
          hint: 'Drop a file from your file manager, or choose one with the file picker.',
        });
        return;
      }
      try {
        const dropped = await asArrays(files);
        if (dropped) {
          droppedArraysStore.setState({ dropped });
          await navigate({ to: '/map' });
          return;
        }
        const { datasetId, imports } = await run('datasets.import', { files });
        if (imports.length > 1)
          notify({
            kind: 'info',
            title: `Importing ${imports.length} files`,
            message: 'Each becomes a dataset of its own.',
          });
        await navigate({ to: '/data/$datasetId', params: { datasetId } });
      } catch (thrown) {
        notifyError('The import could not start', thrown);
      }
    },
    [navigate],
  );
}

/** undefined when the files are tables, or nothing that is known. */
async function asArrays(dropped: readonly File[]): Promise<DroppedArrays | undefined> {
  const files = await withPairsJoined(dropped);
  const arrays = files.filter(({ name }) => !isTableName(name));
  const tables = files.filter(({ name }) => isTableName(name));
  const [first] = arrays;
  if (!first || tables.length > 1) return undefined;
  const folder = storeOf(first);
  const { arrays: info } = await run('datasets.inspect', { file: first, ...(folder && { folder }) });
  if (!info) return undefined;
  return {
    key: crypto.randomUUID(),
    files: arrays,
    folders: arrays.map(folderOf),
    table: tables[0],
    folder,
    info,
  };
}
