/** Where the mapping step begins: what came with the files says more about labels than the files. */
import type { DroppedArrays } from '#/app/stores/droppedArrays';
import { withLabels } from '#/core/grid/editMapping';
import type { GridImportOptions } from '#/core/grid/gridSchema';

export function startOptions({ info, files, folders, table }: DroppedArrays): GridImportOptions {
  if (table) return withLabels(info, info.draft, { kind: 'table', file: table });
  if (files.length > 1 && new Set(folders).size > 1)
    return withLabels(info, info.draft, { kind: 'folder', folders });
  return info.draft;
}

/** Several files are named after the folder they were in, when it is one. */
export function datasetName({ files, folders }: DroppedArrays): { name?: string } {
  const [name] = folders;
  return files.length > 1 && name && new Set(folders).size === 1 ? { name } : {};
}
