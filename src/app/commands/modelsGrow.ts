import { z } from 'zod';
import { bodyOf } from '#/core/bodies/registry';
import { packWeights } from '#/core/bodies/tensorBlob';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const modelsGrow = defineCommand({
  name: 'models.grow',
  effect: 'writes',
  title: 'Make a network larger',
  summary:
    'A new version that answers the same by a larger network, to be trained further: one layer wider (copies of its units, whose outgoing weights are shared out) or deeper (a layer inserted that passes on what it is given). What cannot be kept is refused by name.',
  input: z.strictObject({
    versionId: id,
    change: z.union([
      z.strictObject({
        wider: z.string().max(500).describe('A dense layer or a convolution.'),
        units: z.int().min(2).max(65_536),
      }),
      z.strictObject({ insertAfter: z.string().max(500) }),
    ]),
    seed: z.int().min(0).max(0xffff_ffff).default(42).describe('Draws which units are copied.'),
  }),
  output: z.object({ modelId: id, versionId: id, number: z.int() }),
  async run({ storage }, { versionId, change, seed }) {
    const version = found(await storage.models.version(versionId), 'model version', versionId);
    const def = bodyOf(version.body);
    const { spec } = version.body;
    if (!def.grown)
      throw new TetradError({
        code: 'badInput',
        message: `${def.title} cannot be made larger.`,
        place: 'versionId',
        hint: 'Choose a version that is a network.',
      });
    const bytes = await Promise.all(def.blobs(spec).map((blob) => storage.blobs.get(blob)));
    const isDeeper = 'insertAfter' in change;
    const grown = def.grown(
      spec,
      def.tensors(spec, bytes),
      isDeeper ? { after: change.insertAfter } : { layer: change.wider, units: change.units, seed },
    );
    const packed = packWeights(grown.tensors);
    const {
      id: _id,
      number,
      createdAt: _createdAt,
      hash: _hash,
      notes: _notes,
      goneOn: _goneOn,
      ...same
    } = version;
    const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
    const made = await storage.writing(async () => {
      const kept = { blob: await storage.blobs.put(packed.bytes), tensors: packed.tensors };
      return await storage.models.commitVersion(
        {
          ...same,
          body: { type: def.type, spec: grown.with(kept) },
          notes: isDeeper
            ? `Version ${number} with a layer behind “${change.insertAfter}”; it answers the same.`
            : `Version ${number} with ${change.units} units in “${change.wider}”; it answers the same.`,
        },
        { alias: model.aliases.champion ? 'challenger' : 'champion' },
      );
    });
    return { modelId: version.modelId, versionId: made.id, number: made.number };
  },
});
