/** Where the mapping step begins: what came with the files says more about labels than the files. */
import type { DroppedArrays } from '#/app/stores/droppedArrays';
import { withLabels } from '#/core/grid/editMapping';
import type { GridImportOptions } from '#/core/grid/gridSchema';
import { formatCount } from '#/ui/charts/formatNumber';

export function startOptions({ info, files, folders, table }: DroppedArrays): GridImportOptions {
  if (table) return withLabels(info, info.draft, { kind: 'table', file: table });
  if (files.length > 1 && new Set(folders).size > 1)
    return withLabels(info, info.draft, { kind: 'folder', folders });
  return info.draft;
}

/** Several files are named after the folder they were in, when it is one; else after the first of them. */
export function datasetName({ files, folders, info }: DroppedArrays): { name?: string } {
  const [folder] = folders;
  if (files.length === 1) return {};
  return { name: folder && new Set(folders).size === 1 ? folder : allFiles(info.fileName, files.length) };
}

/** "sub-1.nii and 2 more". */
export const allFiles = (fileName: string, files: number): string =>
  files > 1 ? `${fileName} and ${formatCount(files - 1)} more` : fileName;
