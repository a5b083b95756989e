import { z } from 'zod';
import { cutPoints } from '#/core/arch/cut/cutArch';
import { bodyOf } from '#/core/bodies/registry';
import { TetradError } from '#/core/protocol/errors';
import { id } from '../commandSchemas';
import { found } from '../queries';
import { bytesOf, openImported } from '../training/openImported';
import { defineCommand } from './commandDef';

export const modelsCuts = defineCommand({
  name: 'models.cuts',
  effect: 'reads',
  title: 'Where a model version can be cut',
  summary:
    'Its layers before the answer, first to last: after which of them it can be cut for a transfer, and up to which it can stand still.',
  input: z.strictObject({ modelVersionId: id }),
  output: z.object({
    standard: z.string(),
    points: z.array(
      z.object({
        id: z.string(),
        type: z.string(),
        shape: z.array(z.int()),
        weights: z.int(),
        isGate: z.boolean(),
      }),
    ),
    stands: z
      .string()
      .optional()
      .describe('Of an imported file that stands still as a whole: why it is no network that could learn.'),
  }),
  async run({ storage }, { modelVersionId }) {
    const version = found(await storage.models.version(modelVersionId), 'model version', modelVersionId);
    const { cuts, title } = bodyOf(version.body);
    const opened = await openImported(storage, version);
    if (opened && 'network' in opened) return cutPoints(opened.network.arch, true);
    if (cuts) {
      const bytes = await bytesOf(storage, version);
      return { ...cuts(version.body.spec, bytes), ...(opened && { stands: opened.why }) };
    }
    throw new TetradError({
      code: 'badInput',
      message: `${title} cannot be cut.`,
      place: 'modelVersionId',
      hint: 'Choose a version that is a network.',
    });
  },
});
