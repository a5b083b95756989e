/** JPEG-LS (CharLS) and JPEG 2000 (OpenJPEG) as WebAssembly, fetched when a file needs them. */
import { TetradError } from '#/core/protocol/errors';
import { inside, loading } from '#/core/protocol/heartbeat';
import { type NumberArray, readNumbers } from '../numericType';
import type { PixelForm } from './imageFacts';

interface FrameInfo {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
}

interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  getInterleaveMode?(): number;
  delete(): void;
}

type MakeDecoder = () => Decoder;
interface ModuleOptions {
  locateFile(): string;
  print(): void;
  printErr(): void;
}

const quiet = (url: string): ModuleOptions => ({
  locateFile: () => url,
  print: () => undefined,
  printErr: () => undefined,
});

async function charls(): Promise<MakeDecoder> {
  const [{ default: make }, { default: url }] = await Promise.all([
    import('@cornerstonejs/codec-charls/decodewasmjs'),
    import('@cornerstonejs/codec-charls/decodewasm?url'),
  ]);
  const { JpegLSDecoder } = await make(quiet(url));
  return () => new JpegLSDecoder();
}

async function openJpeg(): Promise<MakeDecoder> {
  const [{ default: make }, { default: url }] = await Promise.all([
    import('@cornerstonejs/codec-openjpeg/decodewasmjs'),
    import('@cornerstonejs/codec-openjpeg/decodewasm?url'),
  ]);
  const { J2KDecoder } = await make(quiet(url));
  return () => new J2KDecoder();
}

const loaded = new Map<string, Promise<MakeDecoder>>();

export async function decodeByWasm(
  coding: 'jpegLs' | 'jpeg2000',
  packed: Uint8Array,
  form: PixelForm,
  place: string,
): Promise<NumberArray> {
  requireSize(coding, packed, form, place);
  const library = loaded.get(coding) ?? loading(place, coding === 'jpegLs' ? charls : openJpeg);
  loaded.set(coding, library);
  library.catch(() => loaded.delete(coding));
  const decoder = (await library)();
  try {
    decoder.getEncodedBuffer(packed.length).set(packed);
    inside(place, () => decoder.decode());
    const { width, height, componentCount, bitsPerSample } = decoder.getFrameInfo();
    if (width !== form.columns || height !== form.rows || componentCount !== form.samples)
      throw damaged(place, `${width} × ${height} × ${componentCount} values, not those of the header`);
    const bytes = decoder.getDecodedBuffer().slice();
    const kind = form.signed ? 'integer' : 'unsigned';
    const values = readNumbers(bytes, { kind, bytes: bitsPerSample > 8 ? 2 : 1, littleEndian: true });
    if (values.length < width * height * componentCount) throw damaged(place, 'too few values');
    if (form.signed && bitsPerSample > 8) extendSigns(values, bitsPerSample);
    return values;
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    // A decoder that failed may be left in any state.
    loaded.delete(coding);
    throw damaged(place, 'damaged or cut short', cause);
  } finally {
    try {
      decoder.delete();
    } catch {
      loaded.delete(coding);
    }
  }
}

function extendSigns(values: NumberArray, bits: number): void {
  const up = 32 - bits;
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) << up) >> up;
}

/** Before a library makes room for what a damaged head claims. */
function requireSize(coding: string, packed: Uint8Array, form: PixelForm, place: string): void {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.length);
  const [width, height] = coding === 'jpegLs' ? jpegLsSize(view) : jpeg2000Size(view);
  if (width !== form.columns || height !== form.rows)
    throw damaged(place, `${width} × ${height} pixels, the header says ${form.columns} × ${form.rows}`);
}

function jpegLsSize(view: DataView): [number, number] {
  for (let at = 2; at + 9 < view.byteLength && view.getUint8(at) === 0xff; ) {
    if (view.getUint8(at + 1) === 0xf7) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return [0, 0];
}

/** The marker of sizes stands first in a code stream, which may lie in a JP2 file. */
function jpeg2000Size(view: DataView): [number, number] {
  for (let at = 0; at + 24 <= Math.min(view.byteLength, 4096); at++)
    if (view.getUint32(at) === 0xff4fff51)
      return [
        view.getUint32(at + 8) - view.getUint32(at + 16),
        view.getUint32(at + 12) - view.getUint32(at + 20),
      ];
  return [0, 0];
}

const damaged = (place: string, what: string, cause?: unknown): TetradError =>
  new TetradError(
    {
      code: 'badInput',
      message: `Its packed pixels cannot be unpacked: ${what}.`,
      place,
      hint: 'Copy or export the file again.',
    },
    { cause },
  );
