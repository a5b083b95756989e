import type { BlobRef } from '../protocol/dataset';
import type { ModelBody } from '../protocol/model';
import { Registry } from '../registry/registry';
import type { BodyDef } from './bodyDef';
import * as listed from './index';

export const bodies = new Registry<BodyDef>('model body', Object.values(listed) as BodyDef[]);

export const bodyOf = ({ type }: Pick<ModelBody, 'type'>): BodyDef => bodies.get(type, 'body');

export const blobsOfBody = (body: ModelBody): BlobRef[] => bodyOf(body).blobs(body.spec);
