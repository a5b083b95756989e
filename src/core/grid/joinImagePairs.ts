/**
 * A NIfTI or Analyze image in two files, name.hdr and name.img, as the one file it could have been: the header with the offset
 * of one-file images, then the values. The parts stay where they are; only the header is read.
 */

const headers = {
  1: { bytes: 348, magicAt: 344, magic: [0x6e, 0x2b, 0x31, 0], pair: 'ni1' },
  2: { bytes: 540, magicAt: 4, magic: [0x6e, 0x2b, 0x32, 0], pair: 'ni2' },
} as const;

/** Extensions are none: four bytes of zero behind the header. */
const gapBytes = 4;

export async function joinImagePairs(files: readonly File[]): Promise<File[]> {
  const byName = new Map(files.map((file) => [file.name.toLowerCase(), file]));
  const joined = new Map<File, File | undefined>();
  for (const header of files) {
    const values = /\.hdr$/i.test(header.name)
      ? byName.get(header.name.toLowerCase().replace(/hdr$/, 'img'))
      : undefined;
    const image = values && (await joinPair(header, values));
    if (image) joined.set(header, image).set(values, undefined);
  }
  return files.flatMap((file) => (joined.has(file) ? (joined.get(file) ?? []) : file));
}

/** undefined when the header is none of a pair: the reader says what is wrong with it. */
async function joinPair(header: File, values: File): Promise<File | undefined> {
  const bytes = new Uint8Array(await header.slice(0, headers[2].bytes).arrayBuffer());
  const version = ([1, 2] as const).find((one) => {
    const { bytes: size, magicAt, pair } = headers[one];
    const magic = String.fromCharCode(...bytes.subarray(magicAt, magicAt + 3));
    return bytes.length >= size && magic === pair;
  });
  const analyze = version === undefined && isAnalyze(bytes);
  if (!version && !analyze) return undefined;
  const { bytes: size, magicAt, magic } = headers[version ?? 1];
  const one = new Uint8Array(size + gapBytes);
  one.set(bytes.subarray(0, size));
  if (analyze) for (const [from, to] of notOfNifti) one.fill(0, from, to);
  one.set(magic, magicAt);
  const view = new DataView(one.buffer);
  const littleEndian = view.getInt32(0, true) === size;
  if (version === 2)
    view.setBigInt64(168, view.getBigInt64(168, littleEndian) + BigInt(one.length), littleEndian);
  else view.setFloat32(108, Math.max(0, view.getFloat32(108, littleEndian)) + one.length, littleEndian);
  return new File([one, values], header.name.replace(/hdr$/i, 'nii'));
}

/** The format NIfTI grew out of: the same sizes and types, no magic, and other things where NIfTI has its space. */
function isAnalyze(bytes: Uint8Array): boolean {
  if (bytes.length < headers[1].bytes) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const littleEndian = view.getInt32(0, true) === headers[1].bytes;
  if (!littleEndian && view.getInt32(0) !== headers[1].bytes) return false;
  const rank = view.getInt16(40, littleEndian);
  return rank >= 1 && rank <= 7 && !/^n[+i]\d/.test(String.fromCharCode(...bytes.subarray(344, 347)));
}

/** Intent, slope's offset, units and range; orientation and what follows. What stands at 112 is a scale in SPM's files. */
const notOfNifti = [
  [56, 70],
  [116, 148],
  [252, 344],
] as const;
