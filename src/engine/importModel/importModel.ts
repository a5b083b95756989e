/** A model file becomes what a version holds: weights for a network that is here, or a model of its own. */
import type { ImportedModel, ImportModelRequest } from '#/core/protocol/importModel';
import type { Storage } from '#/core/protocol/storage';
import type { OrtBuild } from '../ort/runOnnx';
import { importOnnx } from './importOnnx';
import { importTfjs } from './importTfjs';
import { importWeights } from './importWeights';

type Stores = { blobs: Pick<Storage['blobs'], 'put' | 'get'>; models: Pick<Storage['models'], 'version'> };

export async function importModel(
  request: ImportModelRequest,
  storage: Stores,
  ort?: OrtBuild,
): Promise<ImportedModel> {
  const { onto } = request;
  if (onto !== undefined) return await importWeights({ ...request, onto }, storage);
  return await (/\.json$/i.test(request.name) ? importTfjs : importOnnx)(request, storage, ort);
}
