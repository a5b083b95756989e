import { z } from 'zod';
import { defineCommand } from './commandDef';

export const serverAudit = defineCommand({
  name: 'server.audit',
  effect: 'reads',
  title: 'Audit log of the workspace',
  summary: 'Who did what to people and rights in the workspace of the server, newest first; for its owners.',
  input: z.strictObject({}),
  output: z.object({
    lines: z.array(z.object({ at: z.string(), who: z.string(), what: z.string(), target: z.string() })),
  }),
  async run(services) {
    const { requireConnection, withServer } = await import('../sync/connection');
    const connection = await requireConnection(services.storage.settings);
    const { lines } = await withServer(services, connection, (api) =>
      api.json<{ lines: { at: string; who: string; what: string; target: string }[] }>(
        'GET',
        '/workspaces/{workspace}/audit',
      ),
    );
    return { lines: lines.map(({ at, who, what, target }) => ({ at, who, what, target })) };
  },
});
