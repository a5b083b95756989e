import { createDecipheriv, pbkdf2Sync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSealed, openSealed, seal } from './sealed';

const rounds = 1000;
const piece = 2 ** 20;
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);

async function sealedFile(bytes: Uint8Array, passphrase = 'correct horse'): Promise<File> {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 300_000) yield bytes.subarray(at, at + 300_000);
  }
  const parts: BlobPart[] = [];
  for await (const part of seal(pieces(), passphrase, rounds)) parts.push(part);
  return new File(parts, 'work.tetrad.sealed');
}

const opened = async (file: File, passphrase = 'correct horse') => await openSealed(file, passphrase);
const all = async (file: File) => {
  const slices = await opened(file);
  return new Uint8Array(await slices.slice(0, slices.size).arrayBuffer());
};

describe('a sealed file', () => {
  it.each([0, 1, piece - 1, piece, piece + 1, 2 * piece])('holds %i bytes', async (length) => {
    const bytes = noise(length);
    expect(Buffer.compare(await all(await sealedFile(bytes)), bytes)).toBe(0);
  });

  it('is read from any place', async () => {
    const bytes = noise(2.5 * piece);
    const slices = await opened(await sealedFile(bytes));
    for (const [from, to] of [
      [0, 10],
      [piece - 3, piece + 3],
      [5, 2 * piece + 99],
      [bytes.length - 4, bytes.length + 9],
    ] as const)
      expect(
        Buffer.compare(new Uint8Array(await slices.slice(from, to).arrayBuffer()), bytes.slice(from, to)),
      ).toBe(0);
  });

  it('is what its description says, opened by OpenSSL', async () => {
    const bytes = noise(100);
    const file = Buffer.from(await (await sealedFile(bytes)).arrayBuffer());
    const head = file.subarray(0, 36);
    expect([head.toString('latin1', 0, 16), head.readUInt32LE(32)]).toEqual(['TETRAD-SEALED-1\n', rounds]);
    const key = pbkdf2Sync('correct horse', head.subarray(16, 32), rounds, 32, 'sha256');
    const last = Buffer.alloc(12);
    last[11] = 1;
    const cipher = createDecipheriv('aes-256-gcm', key, last).setAAD(head).setAuthTag(file.subarray(-16));
    expect(Buffer.concat([cipher.update(file.subarray(36, -16)), cipher.final()])).toEqual(
      Buffer.from(bytes),
    );
  });

  it('does not open under another passphrase', async () => {
    await expect(opened(await sealedFile(noise(9)), 'correct house')).rejects.toMatchObject({
      code: 'badInput',
      place: 'work.tetrad.sealed',
    });
  });

  it('tells of pieces that were changed, left out or exchanged', async () => {
    const bytes = new Uint8Array(await (await sealedFile(noise(2.5 * piece))).arrayBuffer());
    const at = (index: number) => 36 + index * (piece + 16);
    const flipped = bytes.slice();
    flipped[at(1) + 5] = 255 - (flipped[at(1) + 5] ?? 0);
    const without = new Uint8Array([...bytes.subarray(0, at(1)), ...bytes.subarray(at(2))]);
    const exchanged = bytes.slice();
    exchanged.set(bytes.subarray(at(1), at(2)), at(0));
    exchanged.set(bytes.subarray(at(0), at(1)), at(1));
    const ended = bytes.slice(0, at(2));
    for (const damaged of [flipped, without, exchanged, ended])
      await expect(all(new File([damaged], 'a.sealed'))).rejects.toMatchObject({ place: 'a.sealed' });
    for (const short of [bytes.slice(0, 20), bytes.slice(0, 40)])
      await expect(all(new File([short], 'a.sealed'))).rejects.toMatchObject({ code: 'badInput' });
    expect(await isSealed(new File([bytes], 'a'))).toBe(true);
    expect(await isSealed(new File(['PK'], 'a'))).toBe(false);
  });
});
