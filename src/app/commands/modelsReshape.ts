import { z } from 'zod';
import type { ShapeEdit } from '#/core/additive/editShapes';
import { bodyOf } from '#/core/bodies/registry';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { defineCommand } from './commandDef';

const change = z.union([
  z.strictObject({ to: z.number().describe('They say this.') }),
  z.strictObject({ by: z.number().describe('They say so much more.') }),
  z.strictObject({
    way: z
      .enum(['mean', 'line', 'nothing'])
      .describe('Their mean by training rows, a straight line from the first to the last, or nothing.'),
  }),
]);

export const modelsReshape = defineCommand({
  name: 'models.reshape',
  effect: 'writes',
  title: 'Change shapes by hand',
  summary:
    'Of explainable boosting: a new version whose shapes say something else, judged anew on the rows that the run held back. The version it is made of stays as it is.',
  input: z.strictObject({
    versionId: id,
    edits: z
      .array(
        z.strictObject({
          term: z.int().min(0).describe('As models.shapes numbers them.'),
          output: z.int().min(0).optional().describe('Among the labels that models.shapes names; else all.'),
          bins: z
            .tuple([z.int().min(0), z.int().min(0)])
            .optional()
            .describe('The first and the last one, of a single column; else all.'),
          change,
        }),
      )
      .min(1)
      .max(10_000),
    notes: z.string().max(2000).optional().describe('Why.'),
  }),
  output: z.object({ modelId: id, versionId: id, number: z.int() }),
  async run({ storage, engine }, { versionId, edits, notes }) {
    const version = found(await storage.models.version(versionId), 'model version', versionId);
    const def = bodyOf(version.body);
    const { bytes, tensors, ...judged } = await engine.reshape(versionId, edits as ShapeEdit[]);
    const {
      id: _id,
      number,
      createdAt: _createdAt,
      hash: _hash,
      notes: _notes,
      goneOn: _goneOn,
      metrics: _metrics,
      figure: _figure,
      ...same
    } = version;
    const model = found(await storage.models.get(version.modelId), 'model', version.modelId);
    const terms = new Set(edits.map(({ term }) => term)).size;
    const made = await storage.writing(async () => {
      const kept = { blob: await storage.blobs.put(bytes), tensors };
      return await storage.models.commitVersion(
        {
          ...same,
          ...judged,
          body: { type: def.type, spec: def.withTensors?.(version.body.spec, kept) },
          notes: `Version ${number} with ${terms} ${terms === 1 ? 'shape' : 'shapes'} changed by hand${notes ? `: ${notes}` : '.'}`,
        },
        { alias: model.aliases.champion ? 'challenger' : 'champion' },
      );
    });
    return { modelId: version.modelId, versionId: made.id, number: made.number };
  },
});
