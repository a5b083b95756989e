import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chosenFolder, droppedFiles, folderOf, requireFew, storeOf, withPairsJoined } from './droppedFiles';

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

const chosen = (path: string): File =>
  Object.defineProperty(new File([path], path.split('/').at(-1) ?? ''), 'webkitRelativePath', {
    value: path,
  });

test('a chosen folder is what a dropped one is; a store deeper inside is found', () => {
  const paths = [
    'runs/a.zarr/zarr.json',
    'runs/a.zarr/u/zarr.json',
    'runs/a.zarr/u/c/0/0',
    'runs/b.nc',
    'runs/.DS_Store',
  ];
  const files = chosenFolder(paths.map(chosen));
  expect(files.map((file) => `${folderOf(file)} ${file.name}`)).toEqual(['runs b.nc', 'runs a.zarr']);
  expect(storeOf(files[1] as File)?.map(({ path }) => path)).toEqual(['zarr.json', 'u/zarr.json', 'u/c/0/0']);
});

test('arrays in a .zarr folder without metadata of its own are one store', () => {
  const files = chosenFolder(['x/y.zarr/a/.zarray', 'x/y.zarr/b/.zarray', 'x/y.zarr/b/0'].map(chosen));
  expect(files.map(({ name }) => name)).toEqual(['y.zarr']);
  expect(storeOf(files[0] as File)?.map(({ path }) => path)).toEqual(['a/.zarray', 'b/.zarray', 'b/0']);
});

test('more files than can be taken are said, not dropped', () => {
  const many = (count: number, name: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => chosen(name(i)));
  expect(() => requireFew(chosenFolder(many(5001, (i) => `all/${i}.nii`)))).toThrow('more than 5,000 files');
  const store = [chosen('big.zarr/.zarray'), ...many(100_000, (i) => `big.zarr/${i}`)];
  expect(() => chosenFolder(store)).toThrow('more than 100,000 files');
});

test('pairs of equal names in two folders keep apart, however these are called', async () => {
  const pair = (folder: string, end: string) => {
    const bytes = readFileSync(new URL(`../../formats/arrays/fixtures/pair.${end}`, import.meta.url));
    if (end === 'img') bytes.fill(folder.length);
    const path = `scans/${folder}/a.${end}`;
    return Object.defineProperty(new File([bytes], `a.${end}`), 'webkitRelativePath', { value: path });
  };
  const joined = async (...folders: string[]) =>
    await Promise.all(
      (
        await withPairsJoined(
          chosenFolder(folders.flatMap((folder) => [pair(folder, 'hdr'), pair(folder, 'img')])),
        )
      ).map(async (file) => {
        const last = new Uint8Array(await file.arrayBuffer()).at(-1);
        return `${folderOf(file)} ${file.name} ${file.size} ${last}`;
      }),
    );
  expect(await joined('ill', 'well')).toEqual(['ill a.nii 448 3', 'well a.nii 448 4']);
  expect(await joined('one/anat', 'third/anat')).toEqual(['anat a.nii 448 8', 'anat a.nii 448 10']);
});
