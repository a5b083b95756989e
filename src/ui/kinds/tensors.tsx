import { lazy } from 'react';
import type { KindView } from './kindView';

export const tensors: KindView = {
  type: 'tensors',
  title: 'Arrays',
  size: () => '',
  // No dataset is of this kind.
  Dataset: () => null,
  AskOne: lazy(() => import('./tensors/AskArrays')),
};
