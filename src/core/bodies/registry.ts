import type { BlobRef } from '../protocol/dataset';
import type { ModelBody } from '../protocol/model';
import { Registry } from '../registry/registry';
import type { BodyDef } from './bodyDef';
import { ensembleOf } from './ensemble';
import * as listed from './index';

export const bodyOf = ({ type }: Pick<ModelBody, 'type'>): BodyDef => bodies.get(type, 'body');

/** Of bodies of other types, whatever is listed: it finds them here. */
export const ensemble = ensembleOf(bodyOf);

export const bodies = new Registry<BodyDef>('model body', [...Object.values(listed), ensemble] as BodyDef[]);

export const blobsOfBody = (body: ModelBody): BlobRef[] => bodyOf(body).blobs(body.spec);
