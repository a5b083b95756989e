/** Checks what is to be fetched, keeps the keys out of the record, and submits the job. */
import { TetradError } from '#/core/protocol/errors';
import { requireAllowed } from '#/core/sources/hosts';
import type { AppServices } from '../services';
import { readAllowed } from './allowedHosts';
import type { FetchInput } from './fetchInput';
import { rememberSecret } from './keyring';
import { askedSource, type GivenSource } from './requestOf';

export async function submitFetch(
  { storage, jobs }: AppServices,
  { files = [], ...given }: GivenSource & { files?: FetchInput['files'] },
): Promise<{ jobId: string }> {
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
}
