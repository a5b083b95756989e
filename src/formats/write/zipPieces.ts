/** Files in a zip, stored as they are, one in memory at a time; two of one name are told apart. */

export interface ZippedFile {
  path: string;
  bytes: Uint8Array<ArrayBuffer>;
}

export async function* zipPieces(files: AsyncIterable<ZippedFile>): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { configure, Uint8ArrayReader, ZipWriter } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  configure({ useWebWorkers: false });
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const write = async () => {
    const zip = new ZipWriter(writable, { level: 0, extendedTimestamp: false });
    const taken = new Set<string>();
    for await (const { path, bytes } of files)
      await zip.add(freePath(safePath(path), taken), new Uint8ArrayReader(bytes));
    await zip.close();
  };
  const writing = write();
  // Told to the reader, and thrown below.
  writing.catch((thrown: unknown) => writable.abort(thrown).catch(() => {}));
  const reader = readable.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await writing;
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Labels and names are text of files: nothing of them leads out of the folder that is unpacked into. */
export const safePath = (path: string): string =>
  path
    .split('/')
    .map((part) => part.replace(/[\\:*?"<>|]|\p{Cc}/gu, '_').trim())
    .filter((part) => part !== '' && part !== '.' && part !== '..')
    .join('/') || 'file';

function freePath(path: string, taken: Set<string>): string {
  const dot = path.lastIndexOf('.');
  const [stem, ending] = dot > path.lastIndexOf('/') ? [path.slice(0, dot), path.slice(dot)] : [path, ''];
  let free = path;
  for (let n = 2; taken.has(free.toLowerCase()); n++) free = `${stem} (${n})${ending}`;
  taken.add(free.toLowerCase());
  return free;
}
