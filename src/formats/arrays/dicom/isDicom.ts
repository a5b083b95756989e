/** Whether bytes begin a DICOM file, and what its first 4 kB tell without parsing it. */
import type { BundleSample } from '../../bundle/sampleBundle';

/** "DICM" behind the preamble; without one (old exports) the first element must be of group 2 or 8. */
export function isDicom(head: Uint8Array): boolean {
  if (hasDicomMark(head)) return true;
  if (head.length < 16 || head[1] !== 0 || (head[0] !== 2 && head[0] !== 8) || head[3] !== 0) return false;
  if (head[0] === 2 && head[2] !== 0) return false;
  const explicit = /^(UL|UI|CS|SH|LO|DA|TM|OB)$/.test(
    String.fromCharCode(head[4] as number, head[5] as number),
  );
  const length = (head[4] as number) + (head[5] as number) * 256;
  const implicit = length <= 128 && length % 2 === 0 && head[6] === 0 && head[7] === 0 && length > 0;
  return explicit || implicit;
}

export const hasDicomMark = (head: Uint8Array): boolean =>
  head[128] === 0x44 && head[129] === 0x49 && head[130] === 0x43 && head[131] === 0x4d;

/** Of an element by its tag's bytes, wherever it stands in the head; explicit or implicit, either byte order. */
function findText(head: Uint8Array, group: number, element: number): string | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  for (const little of [true, false])
    for (let at = 0; at + 8 <= head.length; at += 2) {
      if (view.getUint16(at, little) !== group || view.getUint16(at + 2, little) !== element) continue;
      const vr = String.fromCharCode(head[at + 4] as number, head[at + 5] as number);
      const length =
        vr === 'UI' || vr === 'IS' || vr === 'CS'
          ? view.getUint16(at + 6, little)
          : view.getUint32(at + 4, little);
      if (length === 0 || length > 64 || at + 8 + length > head.length) continue;
      const text = String.fromCharCode(...head.subarray(at + 8, at + 8 + length)).replace(/[\0\s]+$/, '');
      if (/^[\dA-Z.]+$/.test(text)) return text;
    }
  return undefined;
}

const seriesIn = (head: Uint8Array) => findText(head, 0x0020, 0x000e);
const framesIn = (head: Uint8Array) => Number(findText(head, 0x0028, 0x0008) ?? 1);
const modalityIn = (head: Uint8Array) => findText(head, 0x0008, 0x0060) ?? '';

/** Of projections and photographs each is a picture by itself; slices are parts of a series. */
const pictures = /^(CR|DX|DR|MG|RG|IO|PX|OP|GM|SM|ES|XC|US|OT|SC|RF|XA)$/;

/** Whether the images of a bundle are pictures by themselves, and not slices of few series. */
export function areSingleImages({ sampled }: BundleSample): boolean {
  const heads = sampled.flatMap(({ head }) => (isDicom(head) ? [head] : []));
  const series = heads.map(seriesIn).filter((uid) => uid !== undefined);
  if (heads.length < 2 || series.length === 0 || heads.some((head) => framesIn(head) > 1)) return false;
  const share = new Set(series).size / heads.length;
  return heads.every((head) => pictures.test(modalityIn(head))) ? share > 0.5 : share > 0.95;
}
