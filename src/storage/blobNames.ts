/**
 * Which record names which blobs, kept beside the records in the very transaction that writes them: so that one blob
 * can be asked for without reading the database, and whatever a change leaves without a name is known at once.
 * Like garbage collection it knows no places: whatever looks like a hash, anywhere in a record, is a name.
 */
import type {
  DBCore,
  DBCoreMutateRequest,
  DBCoreMutateResponse,
  DBCoreTable,
  DBCoreTransaction,
  Middleware,
} from 'dexie';
import { collectHashes } from './collectHashes';
import { blobNamesTable, type BlobNamesRow, type StrictDatabase } from './schema';

/** `onLost` hears, inside the transaction, of blobs that a record named and names no more. */
export const keepBlobNames = (onLost: (hashes: string[]) => void): Middleware<DBCore> => ({
  stack: 'dbcore',
  name: 'keepBlobNames',
  create: (core) => {
    // While an older schema is being upgraded it is not there yet.
    if (!core.schema.tables.some(({ name }) => name === blobNamesTable)) return core;
    const names = core.table(blobNamesTable);
    return {
      ...core,
      transaction: (tables, mode, options) =>
        core.transaction(
          mode === 'readwrite' ? [...new Set([...tables, blobNamesTable])] : tables,
          mode,
          options,
        ),
      table: (name) => (name === blobNamesTable ? names : named(core.table(name), names, onLost)),
    };
  },
});

/** Chained with `then`: Dexie follows its own promises within a transaction, not those of async functions. */
function named(table: DBCoreTable, names: DBCoreTable, onLost: (hashes: string[]) => void): DBCoreTable {
  return {
    ...table,
    mutate: (request) => {
      if (request.type !== 'deleteRange')
        return table
          .mutate(request)
          .then((response) =>
            rename(table.name, names, request.trans, writtenBy(request, response), onLost).then(
              () => response,
            ),
          );
      const { trans, range } = request;
      return table
        .query({ trans, values: false, query: { index: table.schema.primaryKey, range } })
        .then(({ result }) =>
          table.mutate(request).then((response) =>
            rename(
              table.name,
              names,
              trans,
              result.map((key) => [key, []]),
              onLost,
            ).then(() => response),
          ),
        );
    },
  };
}

type Written = [key: string, hashes: string[]];

/** What was written, with the names in it; what failed wrote nothing. */
function writtenBy(
  request: Exclude<DBCoreMutateRequest, { type: 'deleteRange' }>,
  { failures, results = [] }: DBCoreMutateResponse,
): Written[] {
  const written: Written[] =
    request.type === 'delete'
      ? request.keys.map((key): Written => [key, []])
      : request.values.map((value, i): Written => [results[i], collectHashes(value)]);
  return written.filter((_, i) => failures[i] === undefined);
}

function rename(
  table: string,
  names: DBCoreTable,
  trans: DBCoreTransaction,
  written: readonly Written[],
  onLost: (hashes: string[]) => void,
): PromiseLike<unknown> {
  const keys = written.map(([key]) => [table, key]);
  const values = written.flatMap(([key, hashes]): BlobNamesRow[] =>
    hashes.length > 0 ? [{ table, key, hashes }] : [],
  );
  return names.getMany({ trans, keys }).then((before: (BlobNamesRow | undefined)[]) => {
    const lost = before.flatMap((row, i) => {
      const kept = new Set(written[i]?.[1]);
      return row?.hashes.filter((hash) => !kept.has(hash)) ?? [];
    });
    if (lost.length > 0) onLost(lost);
    const unnamed = keys.filter((_, i) => before[i] && written[i]?.[1].length === 0);
    return names
      .mutate({ type: 'delete', trans, keys: unnamed })
      .then(() => names.mutate({ type: 'put', trans, values }));
  });
}

/** Which of these blobs a record names. */
export async function stillNamed(strict: StrictDatabase, hashes: readonly string[]): Promise<Set<string>> {
  const found = await strict.blobNames.where('hashes').anyOf(hashes).uniqueKeys();
  return new Set(found.map(String));
}
