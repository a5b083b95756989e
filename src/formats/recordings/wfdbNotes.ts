/** Annotations of a WFDB record (annot(5)): words of 6 bits of kind and 10 of samples since the one before. */
import type { RecordingNote } from './recording';

/** By number, as the guide writes them. */
const symbols = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r'.split('');
const [skip, num, sub, chn, aux] = [59, 60, 61, 62, 63];
const rhythmKind = 28;

/** `rate`: samples in a second; `end`: seconds of the record, until which the last rhythm holds. */
export function parseWfdbNotes(bytes: Uint8Array, rate: number, end: number): RecordingNote[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const marks: { at: number; kind: number; text?: string }[] = [];
  let sample = 0;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const word = view.getUint16(at, true);
    const [kind, low] = [word >> 10, word & 1023];
    at += 2;
    if (word === 0) break;
    if (kind === skip) {
      if (at + 4 > bytes.length) break;
      // The higher half stands first.
      sample += view.getInt16(at, true) * 65_536 + view.getUint16(at + 2, true);
      at += 4;
    } else if (kind === aux) {
      const text = String.fromCharCode(...bytes.subarray(at, at + low)).replace(/\0.*$/s, '');
      const last = marks.at(-1);
      if (last) last.text = text;
      at += low + (low & 1);
    } else if (kind !== num && kind !== sub && kind !== chn) {
      sample += low;
      marks.push({ at: sample / rate, kind });
    }
  }
  const rhythms = marks.filter(({ kind, text }) => kind === rhythmKind && text?.startsWith('('));
  return [
    ...marks.flatMap(({ at, kind, text }): RecordingNote[] => {
      const symbol = symbols[kind]?.trim();
      if (kind === rhythmKind || !symbol) return [];
      return [{ at, seconds: 0, text: symbol === '"' && text ? text : symbol, column: 'annotation' }];
    }),
    ...rhythms.map(
      ({ at, text = '' }, i): RecordingNote => ({
        at,
        seconds: Math.max(0, (rhythms[i + 1]?.at ?? end) - at),
        text: text.slice(1, 80),
        column: 'rhythm',
      }),
    ),
  ];
}
