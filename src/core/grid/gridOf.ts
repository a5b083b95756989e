import type { DatasetSchema } from '../protocol/dataset';
import type { FittedInput } from '../protocol/model';
import type { FittedGrid } from './fittedGrid';
import type { GridSchema } from './gridSchema';

/** What a version of a field holds beyond its table of samples; undefined for other kinds of data. */
export const gridOf = (schema: Pick<DatasetSchema, 'kind' | 'data'> | undefined): GridSchema | undefined =>
  schema?.kind === 'spacetime4d' ? (schema.data as GridSchema) : undefined;

/** How a field enters a model; undefined for models on other kinds of data. */
export const fittedGridOf = ({ input }: { input: FittedInput }): FittedGrid | undefined =>
  input.kind === 'spacetime4d' ? (input.fitted as FittedGrid) : undefined;
