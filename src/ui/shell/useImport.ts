import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { run } from '#/app/run';
import { notify, notifyError } from '#/app/stores/notices';

/** Starts importing files and goes at once to the (first) dataset, which fills while the import runs. */
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
