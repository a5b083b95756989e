/**
 * DICOM: the images of a study, in a folder or an archive, as one array for each series: time, z, y, x in mm. Pixels
 * are read when asked for. Names, dates and numbers of persons are neither shown nor stored.
 */
import { arrayEndings } from '#/core/fileEndings';
import { oneFileBundle } from '../bundle/fileBundle';
import { shareOf } from '../bundle/sampleBundle';
import type { ArrayFormatDef } from '../formatDef';
import { areSingleImages, hasDicomMark, isDicom } from './dicom/isDicom';

/** Beside images lie reports, viewers and notes. */
const leastShare = 0.3;
/** Pictures may be stacked all the same. */
const ifAsked = 0.2;

export const dicom: ArrayFormatDef = {
  type: 'dicom',
  title: 'DICOM',
  extensions: arrayEndings.dicom,
  kind: 'spacetime4d',
  holds: 'arrays',
  match(head, name) {
    if (hasDicomMark(head)) return 1;
    return isDicom(head) ? (/\.(dcm|dicom|ima)$/i.test(name) ? 0.9 : 0.4) : 0;
  },
  claims(sample) {
    const share = shareOf(sample, isDicom);
    if (share < leastShare) return 0;
    return areSingleImages(sample) ? ifAsked : 0.6 + 0.4 * share;
  },
  open: async (file) => (await import('./dicom/openStudy')).openStudy(oneFileBundle(file)),
  openBundle: async (bundle) => (await import('./dicom/openStudy')).openStudy(bundle),
};
