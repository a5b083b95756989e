import type { PrunerDef } from './prunerDef';

export const none: PrunerDef = {
  type: 'none',
  title: 'None',
  summary: 'Every trial trains to its end.',
  prune: () => undefined,
};
