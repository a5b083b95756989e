import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { filesTogether } from '#/app/filesTogether';
import { type CommandInput, run } from '#/app/run';
import { type DroppedArrays, droppedArraysStore } from '#/app/stores/droppedArrays';
import { droppedTablesStore } from '#/app/stores/droppedTables';
import { notify, notifyError } from '#/app/stores/notices';
import { TetradError } from '#/core/protocol/errors';
import { isModelName, isTableName, tfjsModelAmong } from '#/core/fileEndings';
import { isWorkspaceName } from '#/core/workspace/workspaceFile';
import { importWorkspace } from './importWorkspace';
import { folderOf, pathOf, requireFew, storeOf, withPairsJoined } from './droppedFiles';

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
        const workspace = files.find(({ name }) => isWorkspaceName(name));
        if (workspace) {
          const how = await importWorkspace(workspace);
          if (how === 'sealed') await navigate({ to: '/settings' });
          return;
        }
        if (files.some(({ name }) => isModelName(name)) || (await holdsTfjs(files))) {
          const modelId = await importModels(files);
          await navigate({ to: '/models/$modelId', params: { modelId } });
          return;
        }
        const samples = await asSamples(files);
        if (samples) {
          const { datasetId } = await run('datasets.import', samples);
          await navigate({ to: '/data/$datasetId', params: { datasetId } });
          return;
        }
        const whole = await asOneArray(files);
        if (!whole) requireFew(files);
        const dropped = whole ?? (await asArrays(files));
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

/** A table may be called model.json, too: the beginning of the file says which. */
async function holdsTfjs(files: readonly File[]): Promise<boolean> {
  const head = await tfjsModelAmong(files)?.slice(0, 4096).text();
  return head !== undefined && /"(modelTopology|weightsManifest)"/.test(head);
}

/** Each model with the files that came with it; answers the last one. */
async function importModels(files: readonly File[]): Promise<string> {
  const onnx = files.filter(({ name }) => isModelName(name));
  const tfjs = onnx.length === 0 ? tfjsModelAmong(files) : undefined;
  const beside = files.filter((file) => !onnx.includes(file) && file !== tfjs);
  let last = '';
  for (const file of tfjs ? [tfjs] : onnx) {
    const { jobId, modelId } = await run('models.import', { files: [file, ...beside] });
    const { error } = await run('jobs.wait', { id: jobId });
    if (error) throw new TetradError(error);
    last = modelId;
  }
  return last;
}

/** Files that are samples themselves, be it one archive of them: one dataset, without a question. */
async function asSamples(files: readonly File[]): Promise<CommandInput<'datasets.import'> | undefined> {
  const [first] = files;
  if (!first || files.some(storeOf)) return undefined;
  const isFolder = folderOf(first) !== '';
  const { file, folder } =
    files.length > 1 || isFolder ? filesTogether(files, pathOf) : { file: first, folder: undefined };
  const { files: found } = await run('datasets.inspect', { file, as: 'files', ...(folder && { folder }) });
  return found ? { files: [file], ...(folder && { options: { folder } }) } : undefined;
}

/** Files that hold a part of one field each: the slices of a scan. */
async function asOneArray(files: readonly File[]): Promise<DroppedArrays | undefined> {
  if (files.length < 2 || files.some(storeOf)) return undefined;
  const { file, folder } = filesTogether(files, pathOf);
  const { arrays: info } = await run('datasets.inspect', { file, as: 'arrays', folder });
  return info ? { key: crypto.randomUUID(), files: [file], folders: [''], folder, info } : undefined;
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
