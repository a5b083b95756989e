/** Every byte as a visible character, as GPT-2 and all byte-level tokenisers after it write them. */
const isPlain = (byte: number): boolean =>
  (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte <= 0xac) || (byte >= 0xae && byte <= 0xff);

/** By byte. */
export const byteCharacters: readonly string[] = (() => {
  let others = 0;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPlain(byte) ? byte : 256 + others++));
})();

const bytesOfCharacters = new Map(byteCharacters.map((character, byte) => [character, byte]));

/** Bytes that are no text alone, as the part of a letter is none, become �. */
export function textOfByteTokens(tokens: readonly string[]): string {
  const bytes: number[] = [];
  for (const token of tokens)
    for (const character of token) bytes.push(bytesOfCharacters.get(character) ?? 0x3f);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}
