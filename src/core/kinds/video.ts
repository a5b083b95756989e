/** Video: each sample is a clip of so many frames (core/video). */
import { sizeOf } from '../arch/sizeOf';
import { tellItems } from '../items/tellItems';
import { blobsOfItems } from '../items/packedItems';
import { addPixelInput } from '../onnx/imageNodes';
import type { Column } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import type { FittedVideo } from '../video/fittedVideo';
import { videoColumns, videoCut, videoIn, type VideoSchema, videoShape } from '../video/videoSchema';
import { columnTarget } from './columnTarget';
import { defineKind } from './kindDef';

export const videoInput: Column = { name: 'clip', type: 'numeric', role: 'feature' };

export const video = defineKind<VideoSchema, FittedVideo>({
  type: 'video',
  title: 'Video',
  rowsAreCells: false,
  takesFiles: true,
  holdsEvents: false,
  importOptions: { name: 'video', schema: videoCut },
  words: {
    things: 'video',
    sample: 'clip',
    samples: 'clips',
    input: 'clip',
    inputs: 'clips',
    give: 'Give video files, clips by number, or inputs as arrays [batch][time][height][width][channel] of 0 to 255.',
  },
  dataOf: videoIn,
  blobs: ({ items, frames }) => [...blobsOfItems(items), ...blobsOfItems(frames)],
  targets: (source) =>
    source.schema.columns.flatMap((column, i) =>
      isPlace(column) ? [] : [columnTarget(source, column, source.stats[i], 'Choose another target.')],
    ),
  suggested({ schema: { columns } }, offered) {
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    return (candidates.find(({ role }) => role === 'target') ?? candidates.at(-1))?.name;
  },
  inputs: () => [{ column: videoInput, standard: true }],
  unknownInput: (_source, name) => ({
    code: 'badInput',
    message: `Clips have no "${name}".`,
    place: 'features',
    hint: `A model learns from the ${videoInput.name} alone.`,
  }),
  division({ schema: { columns }, stats }, samples) {
    const groups = columns.flatMap(({ name, role }, i) =>
      role === 'group' ? [{ name, stats: stats[i] }] : [],
    );
    if (groups.length === 0) return { how: 'at random', units: samples };
    return {
      how: `whole groups of “${groups.map(({ name }) => name).join(' + ')}”, so that none is on two sides`,
      units: Math.min(...groups.map((group) => group.stats?.distinct ?? samples)),
    };
  },
  estimate({ looking }, rows) {
    const inputShape = videoShape(looking);
    const values = sizeOf(inputShape);
    return { inputShape, rowValues: values + 1, dataValues: rows * values };
  },
  requireFitting(_fitted, { kind }, { model, dataset }) {
    if (kind === 'video') return;
    throw new TetradError({
      code: 'badInput',
      message: `${model} takes video; ${dataset} has none.`,
      place: 'dataset',
      hint: 'Choose a dataset of video.',
    });
  },
  tell: async (version, _fitted, part, blobs) => tellItems(version, part, blobs),
  rank: 4,
  shape: videoShape,
  dtype: 'float',
  toOnnx(graph, fitted, { batch }) {
    const { input, value } = addPixelInput(graph, videoInput.name, videoShape(fitted), fitted, batch);
    const colours = fitted.size.channels === 1 ? 'grey' : 'red, green, blue';
    return {
      inputs: [input],
      network: value,
      docs: new Map([[input.name, `[batch, time, height, width, channel]: ${colours}, 0 to 255`]]),
      metadata: { features: '[]', video: JSON.stringify(fitted) },
      from: 'a clip',
    };
  },
});

/** Which clip a sample is, and what its file says of itself. */
const isPlace = ({ name, role }: Column): boolean => name === videoColumns.item || role === 'ignored';
