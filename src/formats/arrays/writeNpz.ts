/** Arrays as NumPy reads them: .npy, and several of them (with notes as text) stored in one .npz. */

export interface NpyArray {
  values: Float32Array | Float64Array | Int32Array;
  shape: readonly number[];
}

const align = 64;

/** The header of a little-endian array in C order, version 1.0. */
function npyHeader({ values, shape }: NpyArray): Uint8Array<ArrayBuffer> {
  const descr = values instanceof Int32Array ? '<i4' : values instanceof Float64Array ? '<f8' : '<f4';
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const bytes = Math.ceil((10 + text.length + 1) / align) * align;
  const header = new Uint8Array(bytes).fill(0x20);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, bytes - 10, true);
  header.set(new TextEncoder().encode(text), 10);
  header[bytes - 1] = 0x0a;
  return header;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: NpyArray['values']): Uint8Array<ArrayBuffer> =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

/** `texts`: other members by their whole name, "axes.json". */
export async function writeNpz(
  arrays: Readonly<Record<string, NpyArray>>,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const { BlobReader, configure, TextReader, Uint8ArrayWriter, ZipWriter } = await import(
    '@zip.js/zip.js/lib/zip-core-native.js'
  );
  configure({ useWebWorkers: false });
  const zip = new ZipWriter(new Uint8ArrayWriter(), { level: 0, extendedTimestamp: false });
  for (const [name, array] of Object.entries(arrays))
    await zip.add(`${name}.npy`, new BlobReader(new Blob([npyHeader(array), bytesOf(array.values)])));
  for (const [name, text] of Object.entries(texts)) await zip.add(name, new TextReader(text));
  return (await zip.close()) as Uint8Array<ArrayBuffer>;
}
