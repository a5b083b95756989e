/** Video: files, folders and archives of MP4, WebM, MOV and others; tables beside them may hold their labels. */
import { filesEndings } from '#/core/fileEndings';
import { shareOf } from './bundle/sampleBundle';
import type { FilesFormatDef } from './formatDef';
import { videoTypeOf } from './video/videoTypes';

/** Beside video lie lists, tables and notes. */
const leastShare = 0.3;

export const video: FilesFormatDef = {
  type: 'video',
  title: 'Video',
  extensions: filesEndings.video,
  kind: 'video',
  holds: 'files',
  claims(sample) {
    const share = shareOf(sample, (head) => videoTypeOf(head) !== undefined);
    return share >= leastShare ? 0.6 + 0.4 * share : 0;
  },
};
