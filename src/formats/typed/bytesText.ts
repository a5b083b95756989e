/** Bytes that no type explains, as text where they are one, else in hexadecimal. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

export function bytesText(bytes: Uint8Array): string {
  return isText(bytes) ? utf8.decode(bytes) : hexText(bytes);
}

/** UTF-8 without the control characters that text never has. */
export function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return false;
  try {
    utf8.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

export const hexText = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
