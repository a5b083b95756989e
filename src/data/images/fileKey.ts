/** Folders that say what kind of file lies in them. */
const roles = /^(images?|imgs?|jpegimages|labels?|masks?|annotations?|segmentations?|segmentationclass|gt)$/i;

/** The same for an image and what belongs to it: "images/train/1.jpg" and "labels/train/1.txt". */
export const fileKey = (path: string): string =>
  path
    .split('/')
    .filter((part) => !roles.test(part))
    .join('/')
    .replace(/\.[a-z0-9]+$/i, '')
    .replace(/[_-](mask|seg|label|gt|gtfine_labelids)$/i, '')
    .toLowerCase();

/** Whether a file lies where masks lie. */
export const isMaskPath = (path: string): boolean =>
  path
    .split('/')
    .slice(0, -1)
    .some((part) => /^(masks?|annotations?|segmentations?|segmentationclass|labels?|gt)$/i.test(part)) ||
  /[_-]mask\.[a-z]+$/i.test(path);
