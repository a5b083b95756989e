/**
 * One DICOM file: its header, and where its pixels lie; undefined for what is none. Only as much is read as the header
 * takes.
 */
import { TetradError } from '#/core/protocol/errors';
import type { BundleEntry } from '../../bundle/bundle';
import { type DataSet, type ParsedDataSet, parseDataSet, type PixelPlace, tagOf } from './dataSet';
import { hasDicomMark, isDicom } from './isDicom';
import { implicitLittle, syntaxName, syntaxOf, type TransferSyntax } from './transferSyntax';

export interface DicomFile {
  path: string;
  elements: DataSet;
  syntax: TransferSyntax;
  /** Absent: reports, presentation states. */
  pixels?: PixelPlace;
  /** As the places of pixels are counted in. */
  blob(): Promise<Blob>;
}

const firstBytes = 32 * 1024;
const mostHeaderBytes = 64 * 1024 ** 2;
const mostInflatedBytes = 1024 ** 3;

export async function openDicomFile(entry: BundleEntry, place: string): Promise<DicomFile | undefined> {
  for (let most = firstBytes; ; most *= 8) {
    const bytes = await entry.head(Math.min(most, mostHeaderBytes));
    if (!isDicom(bytes)) return undefined;
    // Less than was asked for is all there is.
    const whole = bytes.length < Math.min(most, mostHeaderBytes);
    const opened = await parseFile(bytes, entry, whole, place);
    if (opened) return opened;
    if (most >= mostHeaderBytes)
      throw new TetradError({
        code: 'unsupported',
        message: 'Its header has more than 64 MB.',
        place,
        hint: 'Export it without private elements.',
      });
  }
}

async function parseFile(
  bytes: Uint8Array<ArrayBuffer>,
  entry: BundleEntry,
  whole: boolean,
  place: string,
): Promise<DicomFile | undefined> {
  const { path } = entry;
  const { syntax, start } = readMeta(bytes, whole, place) ?? {};
  if (!syntax || start === undefined) return undefined;
  if (syntax.deflated) {
    const blob = await inflated(await entry.blob(), start, place);
    const all = new Uint8Array(await blob.arrayBuffer());
    const parsed = parseDataSet(all, 0, syntax, { whole: true, place });
    return parsed && { path, syntax, ...asRead(parsed), blob: async () => blob };
  }
  const parsed = parseDataSet(bytes, start, syntax, { whole, place });
  return parsed && { path, syntax, ...asRead(parsed), blob: () => entry.blob() };
}

const asRead = ({ elements, pixels }: ParsedDataSet) => ({ elements, ...(pixels && { pixels }) });

/** Of files without a meta group: implicit or explicit, by what stands where a value representation would. */
function readMeta(
  bytes: Uint8Array,
  whole: boolean,
  place: string,
): { syntax: TransferSyntax; start: number } | undefined {
  const first = hasDicomMark(bytes) ? 132 : 0;
  if (bytes[first] !== 2 || bytes[first + 1] !== 0) {
    const vr = String.fromCharCode(bytes[first + 4] ?? 0, bytes[first + 5] ?? 0);
    const syntax = /^[A-Z]{2}$/.test(vr) ? { ...implicitLittle, explicit: true } : implicitLittle;
    return { syntax, start: first };
  }
  const meta = parseDataSet(bytes, first, { explicit: true, littleEndian: true }, { whole, place, group: 2 });
  if (!meta) return undefined;
  const written = meta.elements.get(tagOf(2, 0x10))?.bytes ?? new Uint8Array();
  const uid = String.fromCharCode(...written.subarray(0, 64)).replace(/[\0\s]+$/, '');
  const syntax = uid === '' ? implicitLittle : syntaxOf(uid);
  if (syntax) return { syntax, start: meta.end };
  throw new TetradError({
    code: 'unsupported',
    message: `Its pixels are packed as ${syntaxName(uid)}, which is not read.`,
    place,
    hint: 'Unpack it with dcmtk or GDCM: gdcmconv --raw in.dcm out.dcm.',
  });
}

async function inflated(file: Blob, start: number, place: string): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = file.slice(start).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      bytes += value.length;
      if (bytes > mostInflatedBytes || bytes > 1024 ** 2 + file.size * 1000)
        throw new TetradError({
          code: 'unsupported',
          message: 'It unpacks to far more than it says.',
          place,
          hint: 'Export it without compression.',
        });
    }
  } catch (cause) {
    if (cause instanceof TetradError) throw cause;
    // Behind the end of the deflated part some writers add a zero.
    if (bytes === 0)
      throw new TetradError(
        {
          code: 'badInput',
          message: 'Its compressed bytes are damaged or cut short.',
          place,
          hint: 'Copy or export the file again.',
        },
        { cause },
      );
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  return new Blob(pieces);
}
