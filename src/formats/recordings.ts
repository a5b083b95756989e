/** Recordings of devices (EEG, ECG, sleep): EDF, EDF+, BDF and WFDB records, alone or many together. */
import { filesEndings } from '#/core/fileEndings';
import { shareOf } from './bundle/sampleBundle';
import type { FilesFormatDef } from './formatDef';
import { isEdf } from './recordings/edf';
import { isWfdbHeader } from './recordings/wfdbHeader';

/** Beside recordings lie notes, tables and files of signals. */
const leastShare = 0.1;

export const recordings: FilesFormatDef = {
  type: 'recordings',
  title: 'Recordings (EDF, BDF, WFDB)',
  extensions: filesEndings.recordings,
  kind: 'timeseries',
  holds: 'files',
  claims(sample) {
    const share = shareOf(
      sample,
      (head, path) =>
        isEdf(head) || (/\.hea$/i.test(path) && isWfdbHeader(new TextDecoder('latin1').decode(head))),
    );
    return share >= leastShare ? 0.97 : 0;
  },
};
