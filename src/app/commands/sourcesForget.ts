import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { forgetFetched } from '../sources/fetchedFiles';
import { keepKeys } from '../sources/keyring';
import { trafficKey } from '../sources/traffic';
import { defineCommand } from './commandDef';

export const sourcesForget = defineCommand({
  name: 'sources.forget',
  effect: 'writes',
  title: 'Forget what was fetched',
  summary:
    'Gives up fetched files that are kept against fetching them again (all of them, or those with one `sha256`), the keys that are kept for a place, or the record of what left. Datasets made of them stay.',
  input: z.strictObject({
    files: z.union([z.literal('all'), z.strictObject({ sha256: z.string() })]).optional(),
    keysOf: z.string().optional(),
    traffic: z.literal(true).optional(),
  }),
  output: z.object({ files: z.int(), bytes: z.number() }),
  async run({ storage: { settings } }, { files, keysOf, traffic }) {
    if (files === undefined && keysOf === undefined && traffic === undefined)
      throw new TetradError({
        code: 'badInput',
        message: 'What is to be forgotten?',
        place: 'files',
        hint: 'Give `files`, `keysOf` or `traffic`.',
      });
    if (keysOf !== undefined) await keepKeys(settings, keysOf, undefined);
    if (traffic) await settings.set(trafficKey, []);
    if (files === undefined) return { files: 0, bytes: 0 };
    return await forgetFetched(settings, ({ sha256 }) => files === 'all' || sha256 === files.sha256);
  },
});
