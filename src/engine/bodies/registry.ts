import type { ModelBody } from '#/core/protocol/model';
import { Registry } from '#/core/registry/registry';
import type { BodyEngine } from './bodyEngine';
import * as listed from './index';

export const bodyEngines = new Registry<BodyEngine>('model body', Object.values(listed));

export const bodyEngineOf = ({ type }: Pick<ModelBody, 'type'>): BodyEngine => bodyEngines.get(type, 'body');
