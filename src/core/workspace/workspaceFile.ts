/**
 * A workspace, or a part of it, as one file: a zip whose entries are stored as they are.
 *   tetrad.json            what the file is, and what is in it
 *   records.json           every record, as JSON of the commands (NaN and arrays among it)
 *   metrics/<run>.json     what a run logged; snapshots/<run>/<epoch>.json what its network was
 *   blobs/<sha256>         the bytes that records name
 * Under a passphrase the whole zip is sealed (sealed.ts).
 */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';

export const workspaceEnding = '.tetrad.zip';
export const sealedEnding = '.tetrad.sealed';
const workspaceName = /\.tetrad(\.zip|\.sealed| ?\(\d+\)\.(zip|sealed))$/i;

/** "work.tetrad.zip", "work.tetrad.sealed", and what browsers make of a second download. */
export const isWorkspaceName = (name: string): boolean => workspaceName.test(name);

export const aboutEntry = 'tetrad.json';
export const recordsEntry = 'records.json';
export const metricsEntry = (runId: string): string => `metrics/${encodeURIComponent(runId)}.json`;
export const snapshotEntry = (runId: string, epoch: number): string =>
  `snapshots/${encodeURIComponent(runId)}/${epoch}.json`;
export const blobEntry = (hash: string): string => `blobs/${hash}`;

/** Of the file itself, 2 since series are packed; what records look like is the version of the database. */
const formatVersion = 2;

const aboutWorkspace = z.object({
  format: z.literal('tetrad-workspace'),
  version: z.int(),
  /** Of the strict database whose records these are. */
  schema: z.int(),
  id: z.string(),
  createdAt: z.number(),
  studio: z.string(),
  /** SHA-256 of records.json. */
  records: z.string(),
  holds: z.record(z.string(), z.int()),
});
export type AboutWorkspace = z.infer<typeof aboutWorkspace>;

export const toAbout = (about: Omit<AboutWorkspace, 'format' | 'version'>): AboutWorkspace => ({
  format: 'tetrad-workspace',
  version: formatVersion,
  ...about,
});

/** Refuses what another release wrote in another way. `schema`: of this one's database. */
export function parseAbout(json: unknown, schema: number, fileName: string): AboutWorkspace {
  const parsed = aboutWorkspace.safeParse(json);
  if (!parsed.success)
    throw new TetradError({
      code: 'badInput',
      message: 'The file says what it is in a way that cannot be read.',
      place: `${fileName}, ${aboutEntry}`,
      hint: 'Export the workspace again.',
    });
  const about = parsed.data;
  if (about.version > formatVersion || about.schema > schema)
    throw new TetradError({
      code: 'unsupported',
      message: `The workspace was exported by a newer studio (${about.studio.slice(0, 40)}, records of version ${about.schema}; this one knows ${schema}).`,
      place: fileName,
      hint: 'Reload this page to get the newer studio, then import it again.',
    });
  if (about.version < 1 || about.schema < schema)
    throw new TetradError({
      code: 'unsupported',
      message: `The workspace was exported by an older studio (${about.studio.slice(0, 40)}, records of version ${about.schema}; this one knows ${schema}).`,
      place: fileName,
      hint: 'Open it where it was exported with the present studio, and export it again.',
    });
  return about;
}
