/** Sound: each sample is a clip, heard as a picture of time and frequency (core/audio). */
import { asShape } from '../onnx/asShape';
import { sizeOf } from '../arch/sizeOf';
import { type AudioSchema, audioColumns, audioCut, secondsOf, soundIn } from '../audio/audioSchema';
import { audioShape, type FittedAudio } from '../audio/fittedAudio';
import { tellItems } from '../items/tellItems';
import { blobsOfItems } from '../items/packedItems';
import { addSoundInput } from '../onnx/audioNodes';
import type { Column } from '../protocol/dataset';
import { TetradError } from '../protocol/errors';
import { columnTarget } from './columnTarget';
import { defineKind } from './kindDef';

export const soundInput: Column = { name: 'sound', type: 'numeric', role: 'feature' };

export const audio = defineKind<AudioSchema, FittedAudio>({
  type: 'audio',
  title: 'Sound',
  rowsAreCells: false,
  takesFiles: true,
  holdsEvents: false,
  importOptions: { name: 'audio', schema: audioCut },
  words: {
    things: 'sounds',
    sample: 'clip',
    samples: 'clips',
    input: 'sound',
    inputs: 'sounds',
    give: 'Give sound files, clips by number, or inputs as arrays [batch][samples] at the rate of the model.',
  },
  dataOf: soundIn,
  blobs: ({ items }) => blobsOfItems(items),
  targets: (source) =>
    source.schema.columns.flatMap((column, i) =>
      isPlace(column) ? [] : [columnTarget(source, column, source.stats[i], 'Choose another target.')],
    ),
  suggested({ schema: { columns } }, offered) {
    const candidates = columns.filter(({ name, role }) => offered.has(name) && role !== 'ignored');
    return (candidates.find(({ role }) => role === 'target') ?? candidates.at(-1))?.name;
  },
  inputs: () => [{ column: soundInput, standard: true }],
  unknownInput: (_source, name) => ({
    code: 'badInput',
    message: `Clips have no "${name}".`,
    place: 'features',
    hint: `A model learns from the ${soundInput.name} alone.`,
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
  estimate({ hearing }, rows) {
    const inputShape = audioShape(hearing);
    const values = sizeOf(inputShape);
    return { inputShape, rowValues: values + 1, dataValues: rows * values };
  },
  requireFitting(_fitted, { kind }, { model, dataset }) {
    if (kind === 'audio') return;
    throw new TetradError({
      code: 'badInput',
      message: `${model} takes sound; ${dataset} has none.`,
      place: 'dataset',
      hint: 'Choose a dataset of sound.',
    });
  },
  tell: async (version, _fitted, part, blobs) => tellItems(version, part, blobs),
  rank: 3,
  shape: audioShape,
  dtype: 'float',
  toOnnx(graph, fitted, { batch, networkShape }) {
    const { input, value } = addSoundInput(graph, fitted, batch);
    const { rate, samples } = fitted;
    const about = `[batch, samples]: one channel, full scale 1, ${rate} samples a second, ${samples} of them (${secondsOf(fitted)} s)`;
    return {
      inputs: [input],
      network: asShape(graph, value, audioShape(fitted), networkShape),
      docs: new Map([[input.name, about]]),
      metadata: { features: '[]', audio: JSON.stringify(fitted) },
      from: 'raw sound',
    };
  },
});

/** Which clip a sample is, and what its file says of itself. */
const isPlace = ({ name, role }: Column): boolean => name === audioColumns.item || role === 'ignored';
