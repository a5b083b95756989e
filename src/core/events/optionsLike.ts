/** Other events, read and cut as those that a model learnt from. */
import type { EventsOptions } from './eventsOptions';
import type { FittedWindows } from './eventsSchema';

export const optionsLike = ({ layout, windowing, types }: FittedWindows): EventsOptions => ({
  time: layout.time,
  entity: layout.entity ?? null,
  type: layout.type ?? null,
  values: layout.values,
  // Events that are to be judged need no label.
  label: null,
  windowing: { ...windowing, horizon: 0 },
  ...(layout.type !== undefined && { types }),
});
