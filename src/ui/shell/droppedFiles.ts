/**
 * What a drop, a paste or a chosen folder carries, as files. A folder that is one store (Zarr) becomes one file that
 * stands for it, with its parts behind it; nothing is left out in silence.
 */
import type { FolderEntry } from '#/core/grid/arrayFile';
import { joinImagePairs } from '#/core/grid/joinImagePairs';
import { TetradError } from '#/core/protocol/errors';
import { formatCount } from '#/ui/charts/formatNumber';

const mostFiles = 5000;
const mostParts = 100_000;
const mostSamples = 1_000_000;

/** A file and where it lies below what was dropped: "scans/ill/a.nii". */
interface Placed {
  path: string;
  file: File;
}

/** Paths of the folders that files came out of: the browser keeps them only for its own picker. */
const folders = new WeakMap<File, string>();

/** Of a folder that is one store: its files, behind one that only stands for it. */
const stores = new WeakMap<File, FolderEntry[]>();
const storeMark = /(^|\/)(zarr\.json|\.z(group|array|attrs|metadata))$/;

export const storeOf = (file: File): FolderEntry[] | undefined => stores.get(file);

/** Where a file lay below what was dropped: "cats/1.png". */
export const pathOf = (file: File): string =>
  (folders.has(file) ? `${pathAround(file)}/` : '').replace(/^\//, '') + file.name;

/** The folder right around a file, or ''. */
export const folderOf = (file: File): string => pathAround(file).split('/').at(-1) ?? '';

const pathAround = (file: File): string => folders.get(file) ?? '';
const parentOf = (path: string): string => path.split('/').slice(0, -1).join('/');

export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer !== null && [...transfer.types].includes('Files');

/** Must be called within the event (the browser empties the transfer afterwards); entries are read later. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry?.() ?? null)
    .filter((entry) => entry !== null);
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  return gathered(await filesBelow(entries));
}

/** Of an input with `webkitdirectory`. */
export const chosenFolder = (files: Iterable<File>): File[] =>
  gathered(Array.from(files, (file) => ({ path: file.webkitRelativePath || file.name, file })));

/** NIfTI images in two files are one each; a pair lies in one folder. */
export async function withPairsJoined(files: readonly File[]): Promise<File[]> {
  const joined: File[] = [];
  for (const folder of new Set(files.map(pathAround)))
    for (const file of await joinImagePairs(files.filter((one) => pathAround(one) === folder))) {
      if (!folders.has(file)) folders.set(file, folder);
      joined.push(file);
    }
  return joined;
}

async function filesBelow(entries: readonly FileSystemEntry[]): Promise<Placed[]> {
  const placed: Placed[] = [];
  let level = [...entries];
  while (level.length > 0) {
    const files = level.filter(({ isFile }) => isFile) as FileSystemFileEntry[];
    const opened = await Promise.all(
      files.map(async (entry) => ({ path: entry.fullPath.slice(1), file: await fileOf(entry) })),
    );
    for (const one of opened) placed.push(one);
    if (placed.length > mostSamples) throw tooMany(level[0]?.fullPath.split('/')[1] ?? '', mostSamples);
    const directories = level.filter(({ isDirectory }) => isDirectory) as FileSystemDirectoryEntry[];
    level = (await Promise.all(directories.map(childrenOf))).flat();
  }
  return placed;
}

/** Files of a store go behind one; of the others, hidden ones are left out. */
function gathered(placed: readonly Placed[]): File[] {
  const roots: string[] = [];
  const marked = placed.filter(({ path }) => storeMark.test(path)).map(({ path }) => storeAround(path));
  for (const root of marked.sort((a, b) => a.length - b.length))
    if (!roots.some((known) => isBelow(root, known))) roots.push(root);
  const parts = new Map(roots.map((root): [string, FolderEntry[]] => [root, []]));
  const files: File[] = [];
  for (const { path, file } of placed) {
    const root = roots.find((known) => isBelow(path, known));
    if (root !== undefined) {
      parts.get(root)?.push({ path: path.slice(root.length + 1), blob: file });
      continue;
    }
    if (file.name.startsWith('.')) continue;
    folders.set(file, parentOf(path));
    files.push(file);
  }
  for (const [root, entries] of parts) {
    if (entries.length > mostParts) throw tooMany(root, mostParts);
    const store = new File([], root.split('/').at(-1) ?? root);
    stores.set(store, entries);
    folders.set(store, parentOf(root));
    files.push(store);
  }
  return files;
}

/** Of files that are opened one by one: tables, recordings. */
export function requireFew(files: readonly File[]): void {
  if (files.length > mostFiles) throw tooMany(pathOf(files[0] as File).split('/')[0] ?? '', mostFiles);
}

/** The outermost folder called .zarr, which need not have metadata of its own, else the folder of the metadata. */
const storeAround = (path: string): string =>
  /^(?:[^/]*\/)*?[^/]+\.zarr(?=\/)/.exec(path)?.[0] ?? parentOf(path);

const isBelow = (path: string, root: string): boolean => path === root || path.startsWith(`${root}/`);

const tooMany = (folder: string, most: number) =>
  new TetradError({
    code: 'unsupported',
    message: `The folder holds more than ${formatCount(most)} files.`,
    place: folder,
    hint:
      most === mostParts
        ? 'Zip a Zarr folder without compression (zip -0 -r field.zarr.zip field.zarr), or write it with larger chunks.'
        : 'Drop fewer files at a time, or write the recordings into one file with one more dimension.',
  });

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return children;
    if (children.length > mostSamples) throw tooMany(directory.fullPath.slice(1), mostSamples);
    for (const child of batch) children.push(child);
  }
}
