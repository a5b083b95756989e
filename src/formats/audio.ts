/** Sound: files, folders and archives of WAV, FLAC, MP3, Ogg and others; tables beside them may hold their labels. */
import { filesEndings } from '#/core/fileEndings';
import { soundTypeOf } from './audio/soundTypes';
import { shareOf } from './bundle/sampleBundle';
import type { FilesFormatDef } from './formatDef';

/** Beside sound lie lists, tables and notes. */
const leastShare = 0.3;

export const audio: FilesFormatDef = {
  type: 'audio',
  title: 'Sound',
  extensions: filesEndings.audio,
  kind: 'audio',
  holds: 'files',
  claims(sample) {
    const share = shareOf(sample, (head) => soundTypeOf(head) !== undefined);
    return share >= leastShare ? 0.6 + 0.4 * share : 0;
  },
};
