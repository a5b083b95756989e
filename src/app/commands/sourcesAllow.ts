import { z } from 'zod';
import { allowedHost, host } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

export const sourcesAllow = defineCommand({
  name: 'sources.allow',
  effect: 'writes',
  title: 'Allow a host',
  summary:
    'From now on files may be fetched from this host, by name (localhost:9000, example.org). Requests carry the address of the file and what it needs to be let in; nothing of your data.',
  input: z.strictObject({ host }),
  output: z.object({ allowed: z.array(allowedHost) }),
  async run({ storage }, given) {
    const [{ readHost }, { changeAllowed }] = await Promise.all([
      import('#/core/sources/hosts'),
      import('../sources/allowedHosts'),
    ]);
    const name = readHost(given.host);
    const allowed = await changeAllowed(storage.settings, (hosts) =>
      hosts.some((entry) => entry.host === name) ? hosts : [...hosts, { host: name, at: Date.now() }],
    );
    return { allowed };
  },
});
