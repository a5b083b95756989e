import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { run } from '#/app/run';
import { type DroppedArrays, droppedArraysStore } from '#/app/stores/droppedArrays';
import { droppedTablesStore } from '#/app/stores/droppedTables';
import { notify, notifyError } from '#/app/stores/notices';
import { isTableName } from '#/core/fileEndings';
import { folderOf, storeOf, withPairsJoined } from './droppedFiles';

/** Files of arrays go to the mapping step, tables to the import page: Enter there imports what is read surely. */
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
        droppedTablesStore.setState({ dropped: { key: crypto.randomUUID(), files } });
        await navigate({ to: '/import' });
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
  const { arrays: info } = await run('datasets.inspect', {
    file: first,
    as: 'arrays',
    ...(folder && { folder }),
  });
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
