/** A tree of a stored model, in the words of its data. */
import { bodyOf } from '#/core/bodies/registry';
import type { ModelVersion } from '#/core/protocol/model';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { taskOf } from '#/core/tasks/registry';
import { fittedTableOf } from '#/core/transforms/fittedTableOf';
import { type DrawnTree, drawnTree } from '#/core/trees/drawnTree';

type Reads = { models: Pick<Storage['models'], 'version'>; blobs: Pick<Storage['blobs'], 'get'> };

export async function lookAtTree(
  id: string,
  { tree, depth }: { tree: number; depth: number },
  { models, blobs }: Reads,
): Promise<DrawnTree> {
  const version = await models.version(id);
  if (!version)
    throw new TetradError({ code: 'notFound', message: 'This model version does not exist any more.' });
  const def = bodyOf(version.body);
  const { spec } = version.body;
  if (!def.trees)
    throw new TetradError({
      code: 'unsupported',
      message: `What answers here is ${def.title.toLowerCase()}: there are no trees that can be drawn.`,
      hint: 'Forests and decision trees have some.',
    });
  const trees = def.trees.count(spec);
  if (tree >= trees)
    throw new TetradError({
      code: 'notFound',
      message: `The model has no tree with the number ${tree}.`,
      place: 'tree',
      hint: `It has ${trees}, from 0.`,
    });
  const tensors = def.tensors(spec, await Promise.all(def.blobs(spec).map((blob) => blobs.get(blob))));
  const width = def.outputWidth(spec);
  const drawn = drawnTree(def.trees.of(spec, tensors, tree), placesOf(version), width, depth, (said) =>
    taskOf(version.task).decode(version.task, def.trees?.raw(spec, Float32Array.from(said)) ?? said, width),
  );
  return { trees, tree, ...drawn };
}

/** Of other kinds than tables, values have no names. */
const placesOf = (version: ModelVersion) =>
  fittedTableOf(version) ?? { version: 1 as const, features: [], width: 0 };
