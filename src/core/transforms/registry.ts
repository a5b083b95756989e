import { Registry } from '#/core/registry/registry';
import * as listed from './index';
import type { TransformDef } from './transformDef';

export type TransformRegistry = Registry<TransformDef>;

export const transforms: TransformRegistry = new Registry<TransformDef>(
  'preprocessing step',
  Object.values(listed),
);
