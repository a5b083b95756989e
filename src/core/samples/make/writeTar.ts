/** Files as one tar archive (ustar), as they are. */
export function writeTar(files: readonly { path: string; bytes: Uint8Array<ArrayBuffer> }[]): Blob {
  const parts = files.flatMap(({ path, bytes }) => [
    tarHeader(path, bytes.length),
    bytes,
    new Uint8Array((512 - (bytes.length % 512)) % 512),
  ]);
  return new Blob([...parts, new Uint8Array(1024)]);
}

function tarHeader(path: string, size: number): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(512);
  const put = (at: number, text: string) => header.set(new TextEncoder().encode(text), at);
  const octal = (at: number, value: number, digits: number) =>
    put(at, value.toString(8).padStart(digits, '0'));
  put(0, path);
  octal(100, 0o644, 7);
  octal(108, 0, 7);
  octal(116, 0, 7);
  octal(124, size, 11);
  octal(136, 0, 11);
  put(148, '        ');
  put(156, '0');
  put(257, 'ustar\u000000');
  octal(
    148,
    header.reduce((sum, byte) => sum + byte, 0),
    6,
  );
  header[154] = 0;
  return header;
}
