/** A stored model to be looked into: its graph, and its weights one by one. The last one stays open. */
import type { LookedAt } from '#/core/bodies/bodyDef';
import { bodyOf } from '#/core/bodies/registry';
import type { ModelGraph, WeightView } from '#/core/modelGraph/modelGraph';
import { weightView } from '#/core/modelGraph/weightView';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';

type Reads = { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> };

let last: { id: string; looked: Promise<LookedAt> } | undefined;

function opened(id: string, storage: Reads): Promise<LookedAt> {
  if (last?.id === id) return last.looked;
  const looked = open(id, storage);
  last = { id, looked };
  looked.catch(() => {
    if (last?.looked === looked) last = undefined;
  });
  return looked;
}

async function open(id: string, { models, blobs }: Reads): Promise<LookedAt> {
  const version = await models.version(id);
  if (!version)
    throw new TetradError({ code: 'notFound', message: 'This model version does not exist any more.' });
  const def = bodyOf(version.body);
  if (!def.look)
    throw new TetradError({
      code: 'unsupported',
      message: `What answers here is ${def.title.toLowerCase()}, which has no graph to be shown.`,
      hint: 'Networks and imported ONNX files have one.',
    });
  const bytes = await Promise.all(def.blobs(version.body.spec).map((blob) => blobs.get(blob)));
  return def.look(version.body.spec, bytes);
}

export const lookInto = async (id: string, storage: Reads): Promise<ModelGraph> =>
  (await opened(id, storage)).graph;

export async function lookAtWeight(id: string, index: number, storage: Reads): Promise<WeightView> {
  const { graph, values } = await opened(id, storage);
  const weight = graph.weights[index];
  if (weight) return weightView(weight, values(index));
  throw new TetradError({
    code: 'notFound',
    message: `The model has no array of weights with the number ${index}.`,
    place: 'weight',
    hint: `It has ${graph.weights.length}, from 0.`,
  });
}
