import { imageColumn, imagesIn, type ImageSize, itemColumn } from '#/core/images/imageSchema';
import { holdsArrays, holdsFiles } from '#/formats/recogniseFile';
import { appendImages } from '../images/appendImages';
import { arraysOfImages, filesOfImages } from '../images/exportImages';
import { importImages } from '../images/importImages';
import { type ImagesRequest, ImageViewer, type ShownImage } from '../images/imageViewer';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

export const images = defineKindData<Partial<ImageSize>, Partial<ImageSize>, ImagesRequest, ShownImage[]>({
  type: 'images',
  import(file, context) {
    if (!holdsFiles(file) && !holdsArrays(file)) throw wrongContent(file, 'images');
    return importImages(file, context);
  },
  append(version, file, context) {
    if (!holdsFiles(file)) throw wrongContent(file, 'images');
    return appendImages(version, file, context);
  },
  isPlace: (_schema, column) => column === itemColumn || column === imageColumn,
  /** Taken at another size: the images stay as they are. */
  async recut({ schema, rows, bytes, chunks, stats, issues }, size) {
    const data = imagesIn(schema);
    return {
      schema: { ...schema, data: { ...data, size: { ...data.size, ...size } } },
      rows,
      bytes,
      chunks,
      stats,
      issues,
    };
  },
  arrays: arraysOfImages,
  files: filesOfImages,
  openViewer: (blobs) => new ImageViewer(blobs),
});
