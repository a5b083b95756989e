/** Arrays as NumPy reads them: .npy, and several of them (with notes as text) stored in one .npz. */

type Values = Float32Array | Float64Array | Int32Array | Uint8Array;

export interface NpyArray {
  /** All of them, or one after the other, so that memory holds but one: each of the same type. */
  values: Values | AsyncIterable<Values>;
  /** Of the values of an array that comes in pieces, which are not there to be asked. */
  dtype?: 'float32' | 'float64' | 'int32' | 'uint8';
  shape: readonly number[];
}

const align = 64;
/** A checksum is counted over every byte on this thread: so many at a time. */
const pieceBytes = 2 ** 20;

const descriptions = { float32: '<f4', float64: '<f8', int32: '<i4', uint8: '|u1' } as const;
const itemBytes = { float32: 4, float64: 8, int32: 4, uint8: 1 } as const;

const dtypeOf = ({ values, dtype }: NpyArray): keyof typeof descriptions =>
  values instanceof Int32Array
    ? 'int32'
    : values instanceof Float64Array
      ? 'float64'
      : values instanceof Float32Array
        ? 'float32'
        : values instanceof Uint8Array
          ? 'uint8'
          : (dtype ?? 'float32');

/** The header of a little-endian array in C order, version 1.0. */
function npyHeader(array: NpyArray): Uint8Array<ArrayBuffer> {
  const { shape } = array;
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descriptions[dtypeOf(array)]}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const bytes = Math.ceil((10 + text.length + 1) / align) * align;
  const header = new Uint8Array(bytes).fill(0x20);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, bytes - 10, true);
  header.set(new TextEncoder().encode(text), 10);
  header[bytes - 1] = 0x0a;
  return header;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Values): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

async function* npyPieces(array: NpyArray, header: Uint8Array<ArrayBuffer>) {
  yield header;
  const parts = ArrayBuffer.isView(array.values) ? [array.values] : array.values;
  for await (const part of parts) {
    const bytes = bytesOf(part);
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  }
}

/** The file piece by piece. `texts`: other members by their whole name, "axes.json". */
export async function* npzPieces(
  arrays: Readonly<Record<string, NpyArray>>,
  texts: Readonly<Record<string, string>> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { configure, TextReader, ZipWriter } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  configure({ useWebWorkers: false });
  const { readable, writable } = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>();
  const write = async () => {
    const zip = new ZipWriter(writable, { level: 0, extendedTimestamp: false });
    for (const [name, array] of Object.entries(arrays)) {
      const header = npyHeader(array);
      const count = array.shape.reduce((product, size) => product * size, 1);
      const uncompressedSize = header.length + count * itemBytes[dtypeOf(array)];
      await zip.add(`${name}.npy`, streamOf(npyPieces(array, header)), { uncompressedSize });
    }
    for (const [name, text] of Object.entries(texts)) await zip.add(name, new TextReader(text));
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

/** Browsers do not all make streams of generators. */
const streamOf = (pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> =>
  new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await pieces.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );

/** The whole file, of arrays that fit into memory. */
export async function writeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for await (const piece of npzPieces(arrays, texts)) pieces.push(piece);
  return new Uint8Array(await new Blob(pieces).arrayBuffer());
}
