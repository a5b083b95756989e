import { z } from 'zod';
import { defineCommand } from './commandDef';

export const sourcesForget = defineCommand({
  name: 'sources.forget',
  effect: 'writes',
  title: 'Forget what was fetched',
  summary:
    'Gives up fetched files that are kept against fetching them again (all of them, or the one with `sha256`), the keys that are kept for a place, or the record of what left. Datasets made of them stay.',
  input: z.strictObject({
    what: z.enum(['files', 'keys', 'traffic']),
    /** Of files: this one. */
    sha256: z.string().optional(),
    /** Of keys: those of this place, as `sources.list` names it. */
    place: z.string().optional(),
  }),
  output: z.object({ files: z.int(), bytes: z.number() }),
  async run({ storage: { settings } }, { what, sha256, place }) {
    const [{ forgetFetched }, { keepKeys }, { trafficKey }] = await Promise.all([
      import('../sources/fetchedFiles'),
      import('../sources/keyring'),
      import('../sources/traffic'),
    ]);
    if (what === 'keys' && place !== undefined) await keepKeys(settings, place, undefined);
    if (what === 'traffic') await settings.set(trafficKey, []);
    if (what !== 'files') return { files: 0, bytes: 0 };
    return await forgetFetched(settings, (file) => sha256 === undefined || file.sha256 === sha256);
  },
});
