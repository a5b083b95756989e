/** The lists of notes of EDF+: "+onset", its duration behind 0x15, texts behind 0x14, each list ended by 0. */
import type { RecordingNote } from './recording';

const text = new TextDecoder();

export function parseEdfNotes(bytes: Uint8Array): { start?: number; notes: RecordingNote[] } {
  const notes: RecordingNote[] = [];
  let start: number | undefined;
  for (let from = 0; from < bytes.length; ) {
    let end = bytes.indexOf(0, from);
    if (end < 0) end = bytes.length;
    const [when = '', ...texts] = text.decode(bytes.subarray(from, end)).split('\x14');
    const [onset, duration = '0'] = when.split('\x15');
    const at = /^[+-]/.test(onset ?? '') ? Number(onset) : Number.NaN;
    if (Number.isFinite(at)) {
      if (from === 0) start = at;
      const seconds = Math.max(0, Number(duration) || 0);
      for (const one of texts)
        if (one.trim() !== '')
          notes.push({ at, seconds, text: one.trim().slice(0, 200), column: 'annotation' });
    }
    from = end + 1;
  }
  return { ...(start !== undefined && { start }), notes };
}
