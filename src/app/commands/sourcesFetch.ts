import { z } from 'zod';
import { TetradError } from '#/core/protocol/errors';
import { requireAllowed } from '#/core/sources/hosts';
import { id } from '../commandSchemas';
import type { FetchInput } from '../jobs/fetchJob';
import { readAllowed } from '../sources/allowedHosts';
import { rememberSecret } from '../sources/keyring';
import { askedSource } from '../sources/requestOf';
import { sourceFields } from '../sources/sourceSchemas';
import { defineCommand } from './commandDef';

export const sourcesFetch = defineCommand({
  name: 'sources.fetch',
  effect: 'writes',
  title: 'Fetch from an address',
  summary:
    'Fetches files from an allowed host, as a job that can be paused and goes on after a broken connection; `sources.open` hands them over, `sources.import` imports them. The same file is not fetched twice. A source that is no single file takes `files` as `sources.browse` lists them.',
  input: z.strictObject({
    ...sourceFields,
    files: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(2000),
          bytes: z.number().optional(),
          sha256: z.string().optional(),
        }),
      )
      .max(2000)
      .optional(),
  }),
  output: z.object({ jobId: id }),
  async run({ storage, jobs }, { files = [], ...given }) {
    const { def, address, bare, keys, isSecret } = await askedSource(storage.settings, given);
    const host = def.host(address);
    requireAllowed(
      host,
      (await readAllowed(storage.settings)).map((entry) => entry.host),
    );
    const named = def.names(address);
    const wanted = named === undefined ? files : [{ path: named }];
    const [first] = wanted;
    if (!first)
      throw new TetradError({
        code: 'badInput',
        message: 'No file was chosen.',
        place: 'files',
        hint: 'List the files of the place (sources.browse), and name at least one.',
      });
    const input: FetchInput = {
      source: def.type,
      address: bare,
      ...(isSecret && { secretId: rememberSecret({ address, keys }) }),
      files: wanted,
      got: [],
    };
    const what = wanted.length === 1 ? first.path : `${wanted.length} files`;
    const job = await jobs.submit({ kind: 'fetch', title: `Fetch ${what} from ${host}`, input });
    return { jobId: job.id };
  },
});
