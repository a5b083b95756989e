/** Content-addressed bytes over a backend: hashed, stored once, checked on first read in this thread. */
import type { BlobRef } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { sha256 } from '../canonicalHash';
import type { BlobBackend } from './blobBackend';
import type { InFlight } from './inFlight';

export interface BlobStoreParts {
  backend: BlobBackend;
  inFlight: InFlight;
  /** "dataset iris, version 2, chunk 3 of 10": for errors. */
  describe: (hash: string) => Promise<string>;
}

/** WebCrypto refuses views of shared memory. */
const unshared = (bytes: Uint8Array): Uint8Array =>
  typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer
    ? bytes.slice()
    : bytes;

export function createBlobStore({ backend, inFlight, describe }: BlobStoreParts): BlobStore {
  const verified = new Set<string>();

  const isIntact = async (hash: string, expectedBytes: number): Promise<boolean> => {
    if ((await backend.size(hash)) !== expectedBytes) return false;
    if (verified.has(hash)) return true;
    const stored = await backend.read(hash);
    if (!stored || (await sha256(stored)) !== hash) return false;
    verified.add(hash);
    return true;
  };

  const get: BlobStore['get'] = async ({ hash, bytes: expectedBytes }) => {
    const bytes = await backend.read(hash);
    if (!bytes)
      throw new TetradError({
        code: 'notFound',
        message: 'Stored bytes are missing.',
        place: await describe(hash),
        hint: 'Import or train it again; a backup of this item would also restore it.',
      });
    const damaged = bytes.length !== expectedBytes || (!verified.has(hash) && (await sha256(bytes)) !== hash);
    if (damaged) {
      verified.delete(hash);
      throw new TetradError({
        code: 'corrupt',
        message: 'Stored bytes were damaged on this device: they no longer match their SHA-256.',
        place: await describe(hash),
        hint: 'Import the same file again (it repairs the damaged part), or train again.',
      });
    }
    verified.add(hash);
    return bytes;
  };

  return {
    async put(input): Promise<BlobRef> {
      const bytes = unshared(input);
      const staged = await backend.stage?.(bytes);
      const hash = staged?.hash ?? (await sha256(bytes));
      await inFlight.add(hash);
      // A damaged copy under this hash is replaced: importing again heals it.
      if (await isIntact(hash, bytes.length)) await staged?.drop();
      else await (staged ? staged.keep() : backend.write(hash, bytes));
      return { hash, bytes: bytes.length };
    },

    get,

    async open(ref) {
      // Checked on first use, which needs the bytes; they are not kept.
      if (!verified.has(ref.hash)) await get(ref);
      return (await backend.open(ref.hash)) ?? new Blob([await get(ref)]);
    },

    scratch: async () => await backend.scratch?.(),

    has: async (hash) => (await backend.size(hash)) !== undefined,
  };
}
