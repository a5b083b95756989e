/**
 * Named arrays: what an imported model takes, each of a type and a shape of its own. A sample is given whole, by a person
 * or a program; no dataset is of this kind, and nothing learns from it.
 */
import { TetradError } from '../protocol/errors';
import type { OnnxPort } from '../protocol/predict';
import { defineKind } from './kindDef';

export interface FittedTensors {
  inputs: OnnxPort[];
}

const given = (place: string) =>
  new TetradError({
    code: 'unsupported',
    message: 'An imported model takes arrays as they are given, not samples of a dataset.',
    place,
    hint: 'Ask it on the Predict page, or with inference.predict and `arrays`.',
  });

export const tensors = defineKind<undefined, FittedTensors>({
  type: 'tensors',
  title: 'Arrays',
  rowsAreCells: false,
  holdsEvents: false,
  ofDatasets: false,
  words: {
    things: 'arrays',
    sample: 'question',
    samples: 'questions',
    input: 'array',
    inputs: 'arrays',
    give: 'Give the arrays that the model takes, by the names of its inputs.',
    file: 'The file as it was imported, byte for byte.',
  },
  dataOf: () => undefined,
  blobs: () => [],
  targets: () => [],
  suggested: () => undefined,
  inputs: () => [],
  unknownInput: (_source, name) => ({
    code: 'badInput',
    message: `There is no input "${name.slice(0, 80)}".`,
    place: 'features',
  }),
  division: (_source, samples) => ({ how: 'at random', units: samples }),
  estimate() {
    throw given('dataset');
  },
  requireFitting() {
    throw given('dataset');
  },
  tell() {
    throw given('dataset');
  },
  // Of no number of axes that a family takes.
  rank: 0,
  shape() {
    throw given('samples');
  },
  dtype: 'float',
  toOnnx() {
    throw given('export');
  },
});
