import type { FolderEntry } from '#/core/grid/arrayFile';

/** What a drop or a paste carries, as files. Folders are opened one level at a time, with a limit. */
const maxFiles = 5000;
const maxStoreFiles = 100_000;

/** Of files that came out of a dropped folder: the browser keeps paths only for its own picker. */
const folders = new WeakMap<File, string>();

/** Of a folder that is one store (Zarr): its files, behind one that only stands for it. */
const stores = new WeakMap<File, FolderEntry[]>();
const storeMark = /^(zarr\.json|\.z(group|array|attrs|metadata))$/;

export const storeOf = (file: File): FolderEntry[] | undefined => stores.get(file);

/** The folder right around a file, or ''. */
export const folderOf = (file: File): string =>
  folders.get(file) ?? file.webkitRelativePath.split('/').at(-2) ?? '';

export const carriesFiles = (transfer: DataTransfer | null): boolean =>
  transfer !== null && [...transfer.types].includes('Files');

/** Must be called within the event (the browser empties the transfer afterwards); entries are read later. */
export async function droppedFiles(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => item.webkitGetAsEntry?.() ?? null);
  const plain = [...transfer.files];
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const files: File[] = [];
  const queue = entries.filter((entry) => entry !== null);
  for (let entry = queue.shift(); entry && files.length < maxFiles; entry = queue.shift()) {
    if (entry.isFile) {
      const file = await fileOf(entry as FileSystemFileEntry);
      folders.set(file, entry.fullPath.split('/').at(-2) ?? '');
      files.push(file);
      continue;
    }
    const children = await childrenOf(entry as FileSystemDirectoryEntry);
    if (children.some(({ isFile, name }) => isFile && storeMark.test(name)))
      files.push(await storeFile(entry, children));
    else queue.push(...children);
  }
  return files.filter((file) => !file.name.startsWith('.'));
}

async function storeFile(directory: FileSystemEntry, children: FileSystemEntry[]): Promise<File> {
  const entries: FolderEntry[] = [];
  const queue = [...children];
  for (let entry = queue.shift(); entry && entries.length < maxStoreFiles; entry = queue.shift())
    if (entry.isFile)
      entries.push({
        path: entry.fullPath.slice(directory.fullPath.length + 1),
        blob: await fileOf(entry as FileSystemFileEntry),
      });
    else queue.push(...(await childrenOf(entry as FileSystemDirectoryEntry)));
  const file = new File([], directory.name);
  stores.set(file, entries);
  return file;
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));

async function childrenOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  while (children.length < maxStoreFiles) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) break;
    children.push(...batch);
  }
  return children;
}
