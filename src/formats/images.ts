/** Images: a folder or an archive of image files, a pair of IDX files, CIFAR's binaries, arrays of images in an .npz. */
import { filesEndings } from '#/core/fileEndings';
import type { FilesFormatDef } from './formatDef';
import { type BundleSample, shareOf } from './bundle/sampleBundle';
import { areSingleImages, isDicom } from './arrays/dicom/isDicom';
import { cifarForm } from './images/cifar';
import { isIdxImages } from './images/idx';
import { imageTypeOf } from './images/imageHeader';
import { npzParts } from './images/npzNames';
import { isMovingGif } from './video/gifBlocks';

/** Beside images lie masks, boxes and notes. */
const leastShare = 0.3;
/** Slices of a scan may be taken as pictures all the same. */
const ifAsked = 0.2;

export const images: FilesFormatDef = {
  type: 'images',
  title: 'Images',
  extensions: filesEndings.images,
  kind: 'images',
  holds: 'files',
  claims(sample) {
    const { entries, holder } = sample.bundle;
    if (shareOf(sample, isIdxImages) > 0) return 1;
    const arrays = entries.flatMap(({ path }) => (/\.npy$/i.test(path) ? [path.replace(/\.npy$/i, '')] : []));
    const parts = holder === 'zip' && arrays.length === entries.length ? npzParts(arrays) : [];
    if (parts.some(({ labels }) => labels) && !parts.some(({ images: name }) => isOfOtherType(sample, name)))
      return 1;
    if (entries.some(({ path, bytes }) => cifarForm(path, bytes))) return 0.95;
    // Images that move are rather video, unless somebody says otherwise.
    const share =
      shareOf(sample, (head) => imageTypeOf(head) !== undefined) -
      shareOf(sample, (head) => isMovingGif(head)) / 2;
    const scans = shareOf(sample, isDicom);
    if (scans >= leastShare) return areSingleImages(sample) ? 0.6 + 0.4 * scans : ifAsked;
    return share >= leastShare ? 0.6 + 0.4 * share : 0;
  },
};

/** Arrays of the same names may be windows of series: images are of bytes. */
function isOfOtherType({ sampled }: BundleSample, array: string): boolean {
  const found = sampled.find(({ entry }) => entry.path.replace(/\.npy$/i, '') === array);
  const type = /'descr': *'([^']*)'/.exec(
    new TextDecoder('latin1').decode(found?.head.subarray(0, 256)),
  )?.[1];
  return type !== undefined && type !== '|u1';
}
