import { Registry } from '#/core/registry/registry';
import * as listed from './index';
import type { KindData } from './kindData';

export const kindsOfData = new Registry<KindData>('kind of data to import', Object.values(listed));
