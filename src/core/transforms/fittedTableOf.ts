import type { FittedInput } from '../protocol/model';
import type { FittedPipeline } from './pipeline';

/** How a row enters a model; undefined for models on other kinds of data. */
export const fittedTableOf = ({ input }: { input: FittedInput }): FittedPipeline | undefined =>
  'width' in (input.fitted as object) && 'features' in (input.fitted as object)
    ? (input.fitted as FittedPipeline)
    : undefined;
