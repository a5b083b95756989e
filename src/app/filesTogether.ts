import type { FolderEntry } from '#/core/grid/arrayFile';

/** Several files as one: a file that stands for them, and each under its path. */
export function filesTogether(
  files: readonly File[],
  pathOf: (file: File) => string = ({ name }) => name,
): { file: File; folder: FolderEntry[] } {
  const paths = files.map(pathOf);
  const [root = ''] = (paths[0] ?? '').split('/');
  const inOne = root !== '' && paths.every((path) => path.startsWith(`${root}/`));
  const name = inOne ? root : `${files.length.toLocaleString('en')} files`;
  return {
    file: new File([], name),
    folder: files.map((blob, i) => ({
      path: inOne ? (paths[i] as string).slice(root.length + 1) : (paths[i] as string),
      blob,
    })),
  };
}
