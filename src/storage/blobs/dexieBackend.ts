/** Blobs in IndexedDB, in pieces of at most 8 MB, where OPFS is missing. */
import { blobVersions, type BlobDatabase } from '../schema';
import { openDatabase, type StorageNotice } from '../openDatabase';
import type { BlobBackend } from './blobBackend';

export const pieceBytes = 8 * 1024 * 1024;

export async function openDexieBackend(
  name: string,
  onNotice?: (notice: StorageNotice) => void,
): Promise<BlobBackend> {
  const { db } = await openDatabase<BlobDatabase>(`${name}-blobs`, {
    durability: 'strict',
    versions: blobVersions,
    onNotice,
  });
  const tables = [db.blobs, db.pieces];
  const piecesOf = (hash: string) => db.pieces.where('[hash+index]').between([hash, 0], [hash, Infinity]);

  const read = (hash: string) =>
    db.transaction('r', tables, async () => {
      const row = await db.blobs.get(hash);
      if (!row) return undefined;
      const bytes = new Uint8Array(row.bytes);
      for (let index = 0, offset = 0; index < row.pieces; index++) {
        const piece = await db.pieces.get([hash, index]);
        if (!piece || offset + piece.data.length > bytes.length) break;
        bytes.set(piece.data, offset);
        offset += piece.data.length;
      }
      return bytes;
    });

  return {
    name: 'dexie',
    size: async (hash) => (await db.blobs.get(hash))?.bytes,
    read,
    open: async (hash) => {
      const bytes = await read(hash);
      return bytes && new Blob([bytes]);
    },
    write: (hash, bytes) =>
      db.transaction('rw', tables, async () => {
        await piecesOf(hash).delete();
        const pieces = Math.ceil(bytes.length / pieceBytes);
        for (let index = 0; index < pieces; index++) {
          const data = bytes.slice(index * pieceBytes, (index + 1) * pieceBytes);
          await db.pieces.put({ hash, index, data });
        }
        await db.blobs.put({ hash, bytes: bytes.length, pieces, modifiedAt: Date.now() });
      }),
    remove: (hash) =>
      db.transaction('rw', tables, async () => {
        await db.blobs.delete(hash);
        await piecesOf(hash).delete();
      }),
    list: async function* () {
      for (const { hash, bytes, modifiedAt } of await db.blobs.toArray()) yield { hash, bytes, modifiedAt };
    },
    sweep: async () => 0,
    close: () => db.close(),
  };
}
