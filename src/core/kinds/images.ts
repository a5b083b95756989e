/** Images: each sample is one, with its labels in the table of samples (core/images). */
import { type ImageArrays, proposeImageArrays } from '../images/proposeImageArrays';
import { blobsOfItems } from '../items/packedItems';
import { sizeOf } from '../arch/sizeOf';
import { type FittedImages, imageShape } from '../images/fittedImages';
import { givenScale } from '../images/givenScale';
import { pictureAxes } from '../images/pictureAxes';
import { imageColumn, imageSize, imagesIn, type ImageSchema, itemColumn } from '../images/imageSchema';
import { requireImages } from '../images/requireFittingImages';
import { tellItems } from '../items/tellItems';
import { asShape } from '../onnx/asShape';
import { addImageInput } from '../onnx/imageNodes';
import type { Column } from '../protocol/dataset';
import { columnTarget } from './columnTarget';
import { defineKind, type TargetChoice } from './kindDef';

/** Not a column: what is drawn over the images. */
const maskTarget = 'mask';
const maskChoice: TargetChoice = {
  name: maskTarget,
  title: 'What each pixel is of: the masks',
  task: { type: 'segmentation', target: maskTarget },
};

/** Not a column either: needs no label. */
const ownTarget = 'images';
const ownChoice: TargetChoice = {
  name: ownTarget,
  title: 'The image itself, made again',
  task: { type: 'reconstruction', target: ownTarget },
};

const imageInput: Column = { name: imageColumn, type: 'numeric', role: 'feature' };

export const images = defineKind<ImageSchema, FittedImages>({
  type: 'images',
  explainedBy: ['integratedGradients', 'gradCam', 'occlusion'],
  title: 'Images',
  rowsAreCells: false,
  takesFiles: true,
  masked: true,
  holdsEvents: false,
  importOptions: { name: 'images', schema: imageSize.partial() },
  words: {
    things: 'images',
    sample: 'image',
    samples: 'images',
    input: 'image',
    inputs: 'images',
    give: 'Give images as files, samples by number, or inputs as arrays [batch][height][width][channel] of 0 to 255.',
  },
  ofArrays: {
    title: 'Import as images',
    words: 'images with their labels',
    order: 1,
    propose({ variables, texts }) {
      const found = proposeImageArrays(variables, texts);
      return found && { sure: found.sure, found: imagesText(found) };
    },
  },
  dataOf: imagesIn,
  blobs: ({ items, marks }) => [...blobsOfItems(items), ...(marks ? blobsOfItems(marks) : [])],
  targets: (source) => [
    ...source.schema.columns.flatMap((column, i) =>
      isPlace(column) ? [] : [columnTarget(source, column, source.stats[i], 'Choose another target.')],
    ),
    ...(imagesIn(source.schema).marks ? [maskChoice] : []),
    ownChoice,
  ],
  suggested({ schema: { columns } }, offered) {
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    const column = candidates.find(({ role }) => role === 'target') ?? candidates.at(-1);
    return column?.name ?? [maskTarget, ownTarget].find((name) => offered.has(name));
  },
  inputs: () => [{ column: imageInput, standard: true }],
  unknownInput: (_source, name) => ({
    code: 'badInput',
    message: `Images have no "${name}".`,
    place: 'features',
    hint: `A model learns from the ${imageColumn} alone.`,
  }),
  division: (_source, samples) => ({ how: 'at random', units: samples }),
  estimate(data, rows) {
    const inputShape = imageShape(data.size);
    const values = sizeOf(inputShape);
    return { inputShape, rowValues: values + 1, dataValues: rows * values };
  },
  requireFitting: (_fitted, schema, names) => requireImages(schema.kind === 'images', names),
  tell: async (version, _fitted, part, blobs) => tellItems(version, part, blobs),
  rank: 3,
  shape: imageShape,
  picture: ({ height, width, channels, fit }) => ({ height, width, channels, fit }),
  dtype: 'float',
  taken(source, port, { channelsFirst, scale = 'unit' }) {
    const { channelsFirst: first, ...axes } = pictureAxes(port, imagesIn(source.schema).size, channelsFirst);
    return {
      fitted: givenScale({ ...axes, channelsFirst: first, scale }),
      inputs: [imageInput],
      channelsFirst: first,
    };
  },
  toOnnx(graph, fitted, { batch, networkShape }) {
    const { input, value } = addImageInput(graph, fitted, batch);
    return {
      inputs: [input],
      network: asShape(graph, value, imageShape(fitted), networkShape),
      docs: new Map([
        [
          input.name,
          `[batch, height, width, channel]: ${fitted.channels === 1 ? 'grey' : 'red, green, blue'}, 0 to 255; exactly ${fitted.width} × ${fitted.height} pixels, others are brought to it first (${fitWords[fitted.fit]}, linear, over all pixels that one covers)`,
        ],
      ]),
      metadata: { features: '[]', images: JSON.stringify(fitted) },
      from: 'an image',
    };
  },
});

function imagesText({ parts, height, width, channels }: ImageArrays): string {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return `${count.toLocaleString('en')} images of ${width} × ${height} pixels${channels === 3 ? ' in colour' : ''}`;
}

const fitWords = {
  stretch: 'stretched',
  crop: 'the middle cut out',
  pad: 'black edges added',
} as const;

/** Which image a sample is, and what its file says of it, rather than what is to be known of it. */
const isPlace = ({ name, role }: Column): boolean =>
  name === itemColumn || name === imageColumn || role === 'ignored';
