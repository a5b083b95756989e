/**
 * Bytes sealed under a passphrase, that can be read from any place without opening all before it. The passphrase
 * becomes a key by PBKDF2 (SHA-256, RFC 8018; the count of OWASP's cheat sheet), pieces of 1 MiB are sealed each by
 * AES-256-GCM under the number of the piece, the last one marked (the STREAM construction of Hoang, Reyhanitabar,
 * Rogaway and Vizár, 2015, https://eprint.iacr.org/2015/189): none can be changed, moved or left out unseen.
 *   "TETRAD-SEALED-1\n", salt (16), rounds (uint32 little-endian), then the pieces, each with its tag (16) behind it
 */
import { TetradError } from '../protocol/errors';
import type { Slices } from '../protocol/slices';

const magic = new TextEncoder().encode('TETRAD-SEALED-1\n');
const saltBytes = 16;
const headBytes = magic.length + saltBytes + 4;
const pieceBytes = 2 ** 20;
const tagBytes = 16;
const standardRounds = 600_000;
/** Of a file from elsewhere: more would hang the page. */
const mostRounds = 10_000_000;

export async function isSealed(file: Slices): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, magic.length).arrayBuffer());
  return head.length === magic.length && magic.every((byte, i) => head[i] === byte);
}

export async function* seal(
  pieces: AsyncIterable<Uint8Array>,
  passphrase: string,
  rounds = standardRounds,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const head = new Uint8Array(headBytes);
  head.set(magic);
  const salt = crypto.getRandomValues(new Uint8Array(saltBytes));
  head.set(salt, magic.length);
  new DataView(head.buffer).setUint32(magic.length + saltBytes, rounds, true);
  const key = await toKey(passphrase, salt, rounds, 'encrypt');
  yield head;
  const sealPiece = async (plain: Uint8Array<ArrayBuffer>, index: number, isLast: boolean) =>
    new Uint8Array(
      await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv: nonce(index, isLast), additionalData: head },
        key,
        plain,
      ),
    );
  const piece = new Uint8Array(pieceBytes);
  let filled = 0;
  let index = 0;
  for await (const bytes of pieces)
    for (let at = 0; at < bytes.length; ) {
      // A full piece waits until it is known whether it is the last one.
      if (filled === pieceBytes) {
        yield await sealPiece(piece, index++, false);
        filled = 0;
      }
      const taken = bytes.subarray(at, at + pieceBytes - filled);
      piece.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  yield await sealPiece(piece.slice(0, filled), index, true);
}

/** The sealed file as what it holds. Throws `badInput` for a wrong passphrase, `corrupt` where a piece was changed. */
export async function openSealed(file: Slices, passphrase: string): Promise<Slices> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const sealedBytes = file.size - headBytes;
  if (head.length < headBytes || sealedBytes < tagBytes) throw cutShort(file.name);
  const rounds = new DataView(head.buffer).getUint32(magic.length + saltBytes, true);
  if (rounds < 1 || rounds > mostRounds) throw cutShort(file.name);
  const key = await toKey(passphrase, head.slice(magic.length, magic.length + saltBytes), rounds, 'decrypt');
  const count = Math.ceil(sealedBytes / (pieceBytes + tagBytes));
  const size = sealedBytes - count * tagBytes;
  if (size < (count - 1) * pieceBytes) throw cutShort(file.name);
  let held: { index: number; plain: Promise<Uint8Array> } | undefined;

  const open = async (index: number): Promise<Uint8Array> => {
    const start = headBytes + index * (pieceBytes + tagBytes);
    const sealed = await file.slice(start, Math.min(start + pieceBytes + tagBytes, file.size)).arrayBuffer();
    try {
      const iv = nonce(index, index === count - 1);
      return new Uint8Array(
        await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: head }, key, sealed),
      );
    } catch (cause) {
      throw index === 0 ? wrong(file.name, cause) : changed(file.name, start, cause);
    }
  };
  const pieceAt = (index: number): Promise<Uint8Array> => {
    if (held?.index !== index) held = { index, plain: open(index) };
    return held.plain;
  };
  await pieceAt(0);
  return {
    name: file.name,
    size,
    slice: (from, to) => ({
      async arrayBuffer() {
        const start = Math.min(Math.max(0, from), size);
        const end = Math.min(Math.max(start, to), size);
        const bytes = new Uint8Array(end - start);
        for (let at = start; at < end; ) {
          const index = Math.floor(at / pieceBytes);
          const plain = await pieceAt(index);
          const taken = plain.subarray(at - index * pieceBytes, end - index * pieceBytes);
          bytes.set(taken, at - start);
          at += taken.length;
        }
        return bytes.buffer;
      },
    }),
  };
}

/** A key of a salt of its own seals one file only: the number of a piece is never used twice with it. */
function nonce(index: number, isLast: boolean): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(12);
  new DataView(bytes.buffer).setUint32(7, index);
  bytes[11] = isLast ? 1 : 0;
  return bytes;
}

async function toKey(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  use: 'encrypt' | 'decrypt',
): Promise<CryptoKey> {
  const material = new TextEncoder().encode(passphrase.normalize('NFC'));
  const base = await crypto.subtle.importKey('raw', material, 'PBKDF2', false, ['deriveKey']);
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations };
  return await crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, [use]);
}

const wrong = (place: string, cause: unknown) =>
  new TetradError(
    {
      code: 'badInput',
      message: 'The passphrase does not open this file.',
      place,
      hint: 'Check capitals and spaces. If it is right for certain, the file is damaged: copy it again.',
    },
    { cause },
  );

const changed = (place: string, at: number, cause: unknown) =>
  new TetradError(
    {
      code: 'corrupt',
      message: `The sealed file is damaged at byte ${at.toLocaleString('en')}, or was changed.`,
      place,
      hint: 'Copy it again from where it was exported to. Nothing was imported.',
    },
    { cause },
  );

const cutShort = (place: string) =>
  new TetradError({
    code: 'badInput',
    message: 'The sealed file is cut short, or its beginning is damaged.',
    place,
    hint: 'Copy it again from where it was exported to.',
  });
