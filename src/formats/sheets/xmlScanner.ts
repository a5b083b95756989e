/**
 * XML as it streams by: tags and texts to a handler, nothing kept. Enough for what office programs write; entities of a
 * file's own, which can be made to grow without end, are refused.
 */

export interface XmlHandler {
  /** Without the prefix of its namespace; `attributes` as they stand. Of an empty element `close` follows. */
  open(name: string, attributes: string): void;
  close(name: string): void;
  text(text: string): void;
}

/** Of one tag or one text. */
const longest = 32 * 1024 * 1024;

export class XmlScanner {
  readonly #handler: XmlHandler;
  #rest = '';
  #depth = 0;

  constructor(handler: XmlHandler) {
    this.#handler = handler;
  }

  push(piece: string): void {
    const text = this.#rest === '' ? piece : this.#rest + piece;
    let at = 0;
    for (;;) {
      const start = text.indexOf('<', at);
      if (start < 0) break;
      if (start > at) this.#text(text, at, start);
      at = start;
      const next = this.#element(text, start);
      if (next === undefined) break;
      at = next;
    }
    // A text that goes on waits for its end.
    this.#rest = text.slice(at);
    if (this.#rest.length > longest) throw new Error('a tag or a text in it is longer than 32 MB');
  }

  /** Everything must be closed by now. */
  end(): void {
    if (this.#depth > 0 || this.#rest.trim() !== '') throw new Error('it ends in the middle');
  }

  /** Where it ends; undefined where more is needed. */
  #element(text: string, start: number): number | undefined {
    const second = text.charCodeAt(start + 1);
    if (second === 33) return this.#declaration(text, start);
    if (second === 63) return after(text, '?>', start);
    const end = tagEnd(text, start);
    if (end === undefined) return undefined;
    if (second === 47) {
      this.#depth--;
      this.#handler.close(localName(text.slice(start + 2, end).trimEnd()));
      return end + 1;
    }
    const empty = text.charCodeAt(end - 1) === 47;
    const inside = text.slice(start + 1, empty ? end - 1 : end);
    const space = inside.search(/\s/);
    const name = localName(space < 0 ? inside : inside.slice(0, space));
    this.#depth++;
    if (this.#depth > 1000) throw new Error('its elements are nested more than 1,000 deep');
    this.#handler.open(name, space < 0 ? '' : inside.slice(space));
    if (empty) {
      this.#depth--;
      this.#handler.close(name);
    }
    return end + 1;
  }

  #declaration(text: string, start: number): number | undefined {
    if (text.startsWith('<!--', start)) return after(text, '-->', start);
    if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start);
      if (end < 0) return undefined;
      this.#handler.text(text.slice(start + 9, end));
      return end + 3;
    }
    if (text.length - start < 9) return undefined;
    throw new Error('it declares entities of its own, which is not read');
  }

  #text(text: string, start: number, end: number) {
    const piece = text.slice(start, end);
    this.#handler.text(piece.includes('&') ? unescapeXml(piece) : piece);
  }
}

function after(text: string, mark: string, start: number): number | undefined {
  const end = text.indexOf(mark, start);
  return end < 0 ? undefined : end + mark.length;
}

/** The > that is in no value of an attribute. */
function tagEnd(text: string, start: number): number | undefined {
  let end = text.indexOf('>', start);
  for (let quoted = start; ; ) {
    if (end < 0) return undefined;
    const double = text.indexOf('"', quoted);
    const single = text.indexOf("'", quoted);
    const open = double < 0 ? single : single < 0 ? double : Math.min(double, single);
    if (open < 0 || open > end) return end;
    const close = text.indexOf(text[open] as string, open + 1);
    if (close < 0) return undefined;
    quoted = close + 1;
    if (close > end) end = text.indexOf('>', close);
  }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export const unescapeXml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name as string] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
  });

/** undefined where it has none of this name, whatever its prefix. */
export function attributeOf(attributes: string, name: string): string | undefined {
  for (let at = attributes.indexOf(name); at >= 0; at = attributes.indexOf(name, at + 1)) {
    const before = attributes[at - 1] ?? ' ';
    if (!/[\s:]/.test(before)) continue;
    const match = /^\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes.slice(at + name.length));
    if (match) return unescapeXml(match[1] ?? match[2] ?? '');
  }
  return undefined;
}
