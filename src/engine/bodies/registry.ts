import type { ModelBody } from '#/core/protocol/model';
import { Registry } from '#/core/registry/registry';
import type { BodyEngine } from './bodyEngine';
import { ensembleOf } from './ensemble';
import * as listed from './index';

export const bodyEngineOf = ({ type }: Pick<ModelBody, 'type'>): BodyEngine => bodyEngines.get(type, 'body');

export const bodyEngines = new Registry<BodyEngine>('model body', [
  ...Object.values(listed),
  ensembleOf(bodyEngineOf),
]);
