import { Registry } from '../registry/registry';
import * as listed from './index';
import type { LayerDef } from './layerDef';

export type LayerRegistry = Registry<LayerDef>;

export const layers: LayerRegistry = new Registry<LayerDef>('layer', Object.values(listed));
