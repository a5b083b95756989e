/**
 * Every record is written anew, so that the blobs it names stand in the table of names (blobNames.ts), which is kept
 * with every write.
 */
import type { Migration, StoredRecord } from './migration';

const tables = [
  'datasets',
  'datasetVersions',
  'jobs',
  'experiments',
  'runs',
  'models',
  'modelVersions',
  'aliasMoves',
  'checkpoints',
  'settings',
];

const anew = (record: StoredRecord): StoredRecord => ({ ...record });

export const blobNames: Migration = {
  stores: { blobNames: '[table+key], *hashes' },
  records: Object.fromEntries(tables.map((table) => [table, anew])),
};
