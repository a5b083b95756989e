/** Members of a tar archive (POSIX ustar; sizes over 8 GiB in base 256, as GNU and bsdtar write them). */
const block = 512;
const mostOctal = 8 ** 11;

export function tarHead(name: string, bytes: number): Uint8Array {
  const head = Buffer.alloc(block);
  head.write(name, 0, 100, 'utf8');
  head.write('0000600\0', 100);
  head.write('0000000\0', 108);
  head.write('0000000\0', 116);
  if (bytes < mostOctal) head.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124);
  else {
    head.writeUInt8(0x80, 124);
    head.writeBigUInt64BE(BigInt(bytes), 128);
  }
  head.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  head.write('        0ustar\x0000', 148);
  let sum = 0;
  for (const byte of head) sum += byte;
  head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return head;
}

export const tarPadding = (bytes: number): Uint8Array => new Uint8Array((block - (bytes % block)) % block);
export const tarEnd = new Uint8Array(2 * block);
