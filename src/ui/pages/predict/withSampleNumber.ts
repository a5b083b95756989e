import { fittedGridOf } from '#/core/grid/gridOf';
import type { ModelVersion } from '#/core/protocol/model';

/** A model on fields is asked for samples of its dataset by number: one column where others have their features. */
export const withSampleNumber = (version: ModelVersion): ModelVersion =>
  fittedGridOf(version)
    ? { ...version, inputs: [{ name: 'sample', type: 'integer', role: 'feature' }] }
    : version;
