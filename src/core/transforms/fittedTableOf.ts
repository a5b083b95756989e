import type { FittedInput } from '../protocol/model';
import type { FittedPipeline } from './pipeline';

/** How a row enters a model; undefined for models on other kinds of data. */
export const fittedTableOf = ({ input }: { input: FittedInput }): FittedPipeline | undefined =>
  input.kind === 'tabular' ? (input.fitted as FittedPipeline) : undefined;
