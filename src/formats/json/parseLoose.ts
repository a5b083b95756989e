/**
 * JSON as people and programs write it by hand: comments, names without quotes, single quotes, commas behind the last
 * element (JSON5, https://spec.json5.org), and the None, True, False of Python. Slower than JSON.parse by far.
 */
const blank = /(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/|#[^\n]*)*/y;
const name = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const numberText = /[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y;
const escapes: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
  '\n': '',
};
const words: Record<string, unknown> = {
  true: true,
  True: true,
  false: false,
  False: false,
  null: null,
  None: null,
  undefined: null,
  NaN: null,
  nan: null,
  Infinity: null,
};
const deepest = 512;

/** Of text, `at` behind the last value that was read. */
export class LooseJson {
  at = 0;
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  /** Is there another value? A comma or a semicolon may stand between. */
  hasNext(): boolean {
    this.#skip(blank);
    while (this.#text[this.at] === ',' || this.#text[this.at] === ';') {
      this.at++;
      this.#skip(blank);
    }
    return this.at < this.#text.length;
  }

  value(depth = 0): unknown {
    if (depth > deepest) throw this.#failure(`It is nested more than ${deepest} levels deep`);
    this.#skip(blank);
    const c = this.#text[this.at];
    if (c === '{') return this.#object(depth);
    if (c === '[' || c === '(') return this.#array(c === '[' ? ']' : ')', depth);
    if (c === '"' || c === "'" || c === '`') return this.#string(c);
    const number = this.#take(numberText);
    if (number !== undefined) {
      const value = Number(number.replace(/^\+/, ''));
      return Number.isInteger(value) && !Number.isSafeInteger(value) && /^[+-]?\d+$/.test(number)
        ? number
        : value;
    }
    const word = this.#take(name);
    if (word !== undefined && Object.hasOwn(words, word)) return words[word];
    throw this.#failure(word === undefined ? 'A value was expected' : `“${word.slice(0, 40)}” is no value`);
  }

  get line(): number {
    return this.#text.slice(0, this.at).split('\n').length;
  }

  #object(depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.at++;
    for (;;) {
      this.#skip(blank);
      if (this.#text[this.at] === '}') break;
      const c = this.#text[this.at];
      const key = c === '"' || c === "'" ? this.#string(c) : (this.#take(name) ?? this.#take(numberText));
      if (key === undefined) throw this.#failure('A name was expected');
      this.#skip(blank);
      if (this.#text[this.at] !== ':') throw this.#failure('A colon was expected');
      this.at++;
      entries.push([key, this.value(depth + 1)]);
      if (!this.#comma('}')) break;
    }
    this.at++;
    return Object.fromEntries(entries);
  }

  #array(closing: string, depth: number): unknown[] {
    const values: unknown[] = [];
    this.at++;
    for (;;) {
      this.#skip(blank);
      if (this.#text[this.at] === closing) break;
      values.push(this.value(depth + 1));
      if (!this.#comma(closing)) break;
    }
    this.at++;
    return values;
  }

  /** false before the closing bracket. */
  #comma(closing: string): boolean {
    this.#skip(blank);
    const c = this.#text[this.at];
    if (c === closing) return false;
    if (c !== ',')
      throw this.#failure(c === undefined ? 'It ends too early' : `A comma or ${closing} was expected`);
    this.at++;
    return true;
  }

  #string(quote: string): string {
    let out = '';
    let from = ++this.at;
    for (; this.at < this.#text.length; this.at++) {
      const c = this.#text[this.at];
      if (c === quote) {
        out += this.#text.slice(from, this.at++);
        return out;
      }
      if (c !== '\\') continue;
      out += this.#text.slice(from, this.at);
      const escaped = this.#text[this.at + 1] ?? '';
      const digits = escaped === 'u' ? 4 : escaped === 'x' ? 2 : 0;
      if (digits > 0)
        out += String.fromCharCode(Number.parseInt(this.#text.slice(this.at + 2, this.at + 2 + digits), 16));
      else out += escapes[escaped] ?? escaped;
      this.at += 1 + digits;
      from = this.at + 1;
    }
    throw this.#failure('A quote is never closed');
  }

  #skip(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    this.at += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined || found === '') return undefined;
    this.at += found.length;
    return found;
  }

  #failure(message: string): Error {
    return new Error(`${message} in line ${this.line}.`);
  }
}
