import { z } from 'zod';
import { bodyOf } from '#/core/bodies/registry';
import type { Storage } from '#/core/protocol/storage';
import { id } from '../commandSchemas';
import { defineCommand } from './commandDef';

export const modelsDependants = defineCommand({
  name: 'models.dependants',
  effect: 'reads',
  title: 'What a model holds',
  summary:
    'Runs and versions that belong to it, and ensembles that hold one of these, to show before a delete. An ensemble keeps all that it needs of its members.',
  input: z.strictObject({ id }),
  output: z.object({
    runs: z.array(z.object({ id, name: z.string() })),
    versions: z.int(),
    ensembles: z.array(z.object({ id, name: z.string() })),
  }),
  async run({ storage }, input) {
    const [{ runs }, versions] = await Promise.all([
      storage.models.dependants(input.id),
      storage.models.versions(input.id),
    ]);
    const own = new Set(versions.map((version) => version.id));
    return { runs, versions: versions.length, ensembles: await ensemblesWith(own, storage) };
  },
});

/** Models with a version that one of these is a member of. */
async function ensemblesWith(versions: ReadonlySet<string>, { models }: Storage) {
  const holding = (await models.list()).map(async ({ id: modelId, name }) => {
    const holds = (await models.versions(modelId)).some(({ body }) =>
      bodyOf(body)
        .members?.(body.spec)
        .members.some(({ versionId }) => versions.has(versionId)),
    );
    return holds ? [{ id: modelId, name }] : [];
  });
  return (await Promise.all(holding)).flat();
}
