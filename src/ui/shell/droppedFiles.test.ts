import { expect, test } from 'vitest';
import { droppedFiles, folderOf, storeOf } from './droppedFiles';

type Tree = { [name: string]: Tree | string };

/** Entries as browsers hand them over: children in batches, an empty batch at the end. */
function entryOf(name: string, node: Tree | string, parent: string): FileSystemEntry {
  const fullPath = `${parent}/${name}`;
  const shared = { name, fullPath, isFile: typeof node === 'string', isDirectory: typeof node !== 'string' };
  if (typeof node === 'string')
    return {
      ...shared,
      file: (resolve: (file: File) => void) => resolve(new File([node], name)),
    } as unknown as FileSystemEntry;
  const children = Object.entries(node).map(([child, inner]) => entryOf(child, inner, fullPath));
  const createReader = () => {
    const batches = [children.slice(0, 1), children.slice(1), []];
    return { readEntries: (resolve: (entries: FileSystemEntry[]) => void) => resolve(batches.shift() ?? []) };
  };
  return { ...shared, createReader } as unknown as FileSystemEntry;
}

const drop = (tree: Tree): DataTransfer =>
  ({
    types: ['Files'],
    files: [],
    items: Object.entries(tree).map(([name, node]) => ({
      kind: 'file',
      webkitGetAsEntry: () => entryOf(name, node, ''),
    })),
  }) as unknown as DataTransfer;

test('files know the folder they were in; hidden files are left out', async () => {
  const files = await droppedFiles(
    drop({ scans: { ill: { 'a.nii': '1', '.DS_Store': 'x' }, well: { 'b.nii': '2', 'c.nii': '3' } } }),
  );
  expect(files.map((file) => `${folderOf(file)} ${file.name}`)).toEqual([
    'ill a.nii',
    'well b.nii',
    'well c.nii',
  ]);
});

test('a Zarr folder is one file with its parts behind it', async () => {
  const files = await droppedFiles(
    drop({ 'era.zarr': { '.zgroup': '{}', wind: { '.zarray': '{}', '0.0': 'ab' } } }),
  );
  expect(files.map(({ name }) => name)).toEqual(['era.zarr']);
  const parts = storeOf(files[0] as File) ?? [];
  expect(parts.map(({ path }) => path)).toEqual(['.zgroup', 'wind/.zarray', 'wind/0.0']);
  expect(await parts[2]?.blob.text()).toBe('ab');
});
