/**
 * JSON as programs write it: NaN and Infinity as Python does (missing), and whole numbers beyond 2^53 kept
 * digit by digit, as texts. Almost every text needs neither and goes straight to JSON.parse.
 */
const manyDigits = /\d{16}/;
const tokens = /"(?:[^"\\]|\\[^])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?\b(?:NaN|Infinity|undefined)\b/g;

const commaTooMany = /"(?:[^"\\]|\\[^])*"|,(?=\s*[}\]])/g;

export function parseJson(text: string, onNoNumber: (word: string) => void): unknown {
  if (manyDigits.test(text)) return JSON.parse(exact(text, onNoNumber));
  try {
    return JSON.parse(text);
  } catch (cause) {
    const plain = text.replace(commaTooMany, (token) => (token === ',' ? '' : token));
    if (plain === text && !/NaN|Infinity|undefined/.test(text)) throw cause;
    return JSON.parse(exact(plain, onNoNumber));
  }
}

function exact(text: string, onNoNumber: (word: string) => void): string {
  return text.replace(tokens, (token) => {
    const first = token.charCodeAt(0);
    if (first === 34) return token;
    if (/[a-z]$/i.test(token)) {
      onNoNumber(token);
      return 'null';
    }
    const isWhole = token.length > 15 && /^-?\d+$/.test(token);
    return isWhole && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token;
  });
}
