import type { DatasetKind } from '#/core/protocol/dataset';
import { Registry } from '#/core/registry/registry';
import * as listed from './index';
import type { KindEngine } from './kindEngine';

export const kindEngines = new Registry<KindEngine>('kind of data', Object.values(listed));

export const kindEngineOf = ({ kind }: { kind: DatasetKind }): KindEngine => kindEngines.get(kind, 'kind');
