/** How well bytes fit an East Asian encoding: all valid, and how many characters lie where daily ones lie. */
export const wideEncodings = ['shift_jis', 'euc-jp', 'gbk', 'big5', 'euc-kr'] as const;
type Wide = (typeof wideEncodings)[number];

/** 0 = it cannot be; 1 = every character is a common one. */
export function scoreWide(encoding: Wide, bytes: Uint8Array): number {
  let sum = 0;
  let count = 0;
  let kana = 0;
  let amongLetters = 0;
  let alone = true;
  for (let at = 0; at < bytes.length; ) {
    const a = bytes[at] as number;
    if (a < 0x80) {
      alone = true;
      at++;
      continue;
    }
    const b = bytes[at + 1];
    if (b === undefined) break;
    if (encoding === 'shift_jis' && a >= 0xa1 && a <= 0xdf) {
      sum += 0.3;
      count++;
      at++;
      continue;
    }
    const found = commonness(encoding, a, b);
    if (found < 0) return 0;
    if (encoding === 'euc-jp' && (a === 0xa4 || a === 0xa5)) kana++;
    sum += found;
    count++;
    const after = bytes[at + 2] ?? 0;
    if (alone && after < 0x80 && (isLetter(after) || isLetter(bytes[at - 1] ?? 0))) amongLetters++;
    alone = false;
    at += encoding === 'euc-jp' && a === 0x8f ? 3 : 2;
  }
  if (count === 0) return 0;
  // don’t: a sign of Windows-1252 and the letter behind it look like one character.
  if (amongLetters > count * 0.3) return 0;
  // Korean and Chinese have few kana, Japanese is full of them.
  if (encoding === 'euc-jp' && kana < count * 0.1) sum -= count * 0.05;
  return Math.max(0, sum / count);
}

const isLetter = (c: number): boolean => (c | 32) >= 97 && (c | 32) <= 122;

/** -1 = not valid. */
function commonness(encoding: Wide, a: number, b: number): number {
  const euc = a >= 0xa1 && a <= 0xfe && b >= 0xa1 && b <= 0xfe;
  switch (encoding) {
    case 'shift_jis': {
      const lead = (a >= 0x81 && a <= 0x9f) || (a >= 0xe0 && a <= 0xfc);
      if (!lead || b < 0x40 || b === 0x7f || b > 0xfc) return -1;
      if ((a === 0x82 && b >= 0x9f && b <= 0xf1) || (a === 0x83 && b <= 0x96)) return 1.05;
      if (a >= 0x88 && a <= 0x97) return 1;
      return a === 0x81 || a === 0x82 ? 0.7 : a >= 0x98 && a <= 0xea ? 0.4 : 0.1;
    }
    case 'euc-jp':
      if (a === 0x8e) return b >= 0xa1 && b <= 0xdf ? 0.3 : -1;
      if (a === 0x8f) return 0.1;
      if (!euc) return -1;
      if (a === 0xa4 || a === 0xa5) return 1.05;
      return a >= 0xb0 && a <= 0xcf ? 1 : a <= 0xa3 ? 0.6 : 0.3;
    case 'gbk':
      if (a === 0x80 || a === 0xff || b < 0x40 || b === 0x7f || b === 0xff) return -1;
      if (!euc) return 0.1;
      return a >= 0xb0 && a <= 0xd7 ? 0.99 : a <= 0xa3 ? 0.6 : 0.2;
    case 'big5':
      if (a < 0xa1 || a > 0xf9 || b < 0x40 || (b > 0x7e && b < 0xa1) || b === 0xff) return -1;
      return a >= 0xa4 && a <= 0xc6 ? 0.98 : a <= 0xa3 ? 0.5 : 0.3;
    case 'euc-kr':
      if (!euc) return a >= 0x81 && a <= 0xc6 && b >= 0x41 ? 0.1 : -1;
      return a >= 0xb0 && a <= 0xc8 ? 1 : a <= 0xa3 ? 0.5 : 0.1;
    default:
      return encoding satisfies never;
  }
}
