import { z } from 'zod';
import { allowedHost, host } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

export const sourcesRevoke = defineCommand({
  name: 'sources.revoke',
  effect: 'writes',
  title: 'Allow a host no more',
  summary: 'Nothing is fetched from this host any more, until it is allowed again; what was fetched stays.',
  input: z.strictObject({ host }),
  output: z.object({ allowed: z.array(allowedHost) }),
  async run({ storage }, given) {
    const [{ readHost }, { changeAllowed }] = await Promise.all([
      import('#/core/sources/hosts'),
      import('../sources/allowedHosts'),
    ]);
    const name = readHost(given.host);
    return {
      allowed: await changeAllowed(storage.settings, (hosts) => hosts.filter((entry) => entry.host !== name)),
    };
  },
});
