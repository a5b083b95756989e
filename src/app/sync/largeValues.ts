/** A value that is too long for a line of the log lies beside it, as a blob. */
import { TetradError } from '#/core/protocol/errors';
import type { BlobRef } from '#/core/protocol/dataset';
import { sha256 } from '#/storage/canonicalHash';
import type { ServerApi } from './serverApi';

const longestInline = 64_000;

interface BlobValue {
  $blob: BlobRef;
}

export const isBlobValue = (value: unknown): value is BlobValue =>
  typeof value === 'object' && value !== null && '$blob' in value;

/** The database of a server has no word for a zero character. */
export const isLarge = (text: string): boolean => text.length > longestInline || text.includes('\\u0000');

export async function writeBlobValue(api: ServerApi, text: string): Promise<BlobValue> {
  const bytes = new TextEncoder().encode(text);
  const hash = await sha256(bytes);
  await api.putBlob(hash, bytes);
  return { $blob: { hash, bytes: bytes.length } };
}

export async function readBlobValue(api: ServerApi, { $blob }: BlobValue): Promise<string> {
  const bytes = await api.getBlob($blob);
  if (bytes && (await sha256(bytes)) === $blob.hash) return new TextDecoder().decode(bytes);
  throw new TetradError({
    code: 'corrupt',
    message: 'What the server has for a field is not what was written.',
    place: `blob ${String($blob.hash).slice(0, 12)}`,
    hint: 'Let "npm run server -- verify" look for it; sync goes on when it is there.',
  });
}
