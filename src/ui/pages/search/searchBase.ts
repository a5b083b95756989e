/** What the form of a training was set to, for the search that begins from it. Gone with the page: then the standards. */
import type { CommandInput } from '#/app/run';

export type SearchBase = Omit<CommandInput<'training.submit'>, 'modelId' | 'startFrom'>;

let base: SearchBase | undefined;

export const keepSearchBase = (request: CommandInput<'training.submit'>): void => {
  const { modelId: _model, startFrom: _start, ...rest } = request;
  base = rest;
};

/** Of that data, target and family alone. */
export const searchBaseOf = (
  wanted: Pick<SearchBase, 'datasetId' | 'target' | 'family'>,
): SearchBase | undefined =>
  base?.datasetId === wanted.datasetId && base.target === wanted.target && base.family === wanted.family
    ? base
    : undefined;
