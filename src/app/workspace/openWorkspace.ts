/** A workspace file, opened: its records checked, the bytes beside them read when asked for. */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { Snapshot } from '#/core/protocol/model';
import type { Slices } from '#/core/protocol/slices';
import type { WorkspaceRecords } from '#/core/protocol/workspace';
import { isSealed, openSealed } from '#/core/workspace/sealed';
import {
  type AboutWorkspace,
  aboutEntry,
  blobEntry,
  metricsEntry,
  parseAbout,
  recordsEntry,
  snapshotEntry,
} from '#/core/workspace/workspaceFile';
import type { BundleEntry } from '#/formats/bundle/bundle';
import { zipBundle } from '#/formats/bundle/zipBundle';
import { sha256 } from '#/storage/canonicalHash';
import { fromJson } from '../jsonCodec';
import { type Logged, parseLogged } from './loggedSchema';
import { parseRecords, parseSnapshot } from './recordSchemas';

export interface OpenedWorkspace {
  about: AboutWorkspace;
  records(): Promise<WorkspaceRecords>;
  logged(runId: string): Promise<Logged | undefined>;
  snapshots(runId: string): AsyncIterable<Snapshot>;
  /** Throws where it is not in the file, or of another size. */
  requireBlob(ref: BlobRef): void;
  /** Not checked against its hash: whoever stores it does. */
  blob(ref: BlobRef): Promise<Uint8Array>;
}

/** `schema`: the version of the records of this studio. */
export async function openWorkspace(
  file: File,
  schema: number,
  passphrase?: string,
): Promise<OpenedWorkspace> {
  const { entries } = await zipBundle(await unsealed(file, passphrase));
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const byFolder = new Map<string, BundleEntry[]>();
  for (const entry of entries) {
    const folder = folderOf(entry.path);
    const there = byFolder.get(folder);
    if (there) there.push(entry);
    else byFolder.set(folder, [entry]);
  }
  const place = (entry: string) => `${file.name}, ${entry}`;
  const needed = (path: string): BundleEntry => {
    const entry = byPath.get(path);
    if (entry) return entry;
    throw new TetradError({
      code: 'badInput',
      message:
        path === aboutEntry
          ? 'This is no workspace of Tetrad.'
          : 'A part of the workspace is not in the file.',
      place: place(path),
      hint: 'Choose a file that "Export workspace" made, as it was made.',
    });
  };
  const json = async (entry: BundleEntry, hash?: string): Promise<unknown> => {
    const bytes = await entry.whole();
    if (hash !== undefined && (await sha256(bytes)) !== hash) throw changed(place(entry.path));
    try {
      return fromJson(JSON.parse(new TextDecoder().decode(bytes)));
    } catch (cause) {
      throw new TetradError(
        {
          code: 'badInput',
          message: `It is no JSON of a workspace: ${cause instanceof Error ? cause.message : String(cause)}`,
          place: place(entry.path),
          hint: 'Export the workspace again.',
        },
        { cause },
      );
    }
  };
  const about = parseAbout(await json(needed(aboutEntry)), schema, file.name);
  return {
    about,
    records: async () => parseRecords(await json(needed(recordsEntry), about.records), place(recordsEntry)),
    async logged(runId) {
      const entry = byPath.get(metricsEntry(runId));
      return entry && parseLogged(await json(entry), place(entry.path));
    },
    async *snapshots(runId) {
      for (const entry of byFolder.get(folderOf(snapshotEntry(runId, 0))) ?? [])
        yield parseSnapshot(await json(entry), place(entry.path));
    },
    requireBlob({ hash, bytes }) {
      if (bytes === 0) return;
      const entry = needed(blobEntry(hash));
      if (entry.bytes === bytes) return;
      throw new TetradError({
        code: 'corrupt',
        message: `It should be ${bytes.toLocaleString('en')} bytes, and is ${entry.bytes.toLocaleString('en')}.`,
        place: place(entry.path),
        hint: 'Copy the file again from where it was exported to. Nothing was imported.',
      });
    },
    blob: async ({ hash, bytes }) =>
      bytes === 0
        ? new Uint8Array()
        : new Uint8Array(await (await needed(blobEntry(hash)).blob()).arrayBuffer()),
  };
}

const changed = (place: string) =>
  new TetradError({
    code: 'corrupt',
    message:
      'The records of the workspace do not match their SHA-256: the file was changed after it was exported.',
    place,
    hint: 'Copy it again from where it was exported to. Nothing was imported.',
  });

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

async function unsealed(file: File, passphrase: string | undefined): Promise<Slices> {
  if (!(await isSealed(file))) return file;
  if (passphrase) return await openSealed(file, passphrase);
  throw new TetradError({
    code: 'badInput',
    message: 'The workspace is sealed under a passphrase.',
    place: file.name,
    hint: 'Give the passphrase that it was exported with. Without it nobody can open it.',
  });
}
