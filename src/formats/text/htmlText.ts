/**
 * The text of an HTML page, as a reader sees it: tags, scripts and styles are left out, entities are the signs they stand
 * for, blocks stand apart. Nothing is built of it, loaded or run: it is cut as the string it is.
 */
const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  hellip: '…',
  bull: '•',
  middot: '·',
  copy: '©',
  reg: '®',
  trade: '™',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  szlig: 'ß',
  iexcl: '¡',
  iquest: '¿',
  aelig: 'æ',
  AElig: 'Æ',
  oslash: 'ø',
  Oslash: 'Ø',
  ...accented('uml', '\u0308', 'aeiouyAEIOU'),
  ...accented('acute', '\u0301', 'aeiouyAEIOUY'),
  ...accented('grave', '\u0300', 'aeiouAEIOU'),
  ...accented('circ', '\u0302', 'aeiouAEIOU'),
  ...accented('tilde', '\u0303', 'anoANO'),
  ...accented('cedil', '\u0327', 'cC'),
  aring: 'å',
  Aring: 'Å',
};

function accented(name: string, mark: string, letters: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(letters, (letter) => [`${letter}${name}`, `${letter}${mark}`.normalize('NFC')]),
  );
}

export const decodeEntities = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([A-Za-z]{2,8}));?/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(entities, name) ? (entities[name] as string) : whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex as string, 16);
    const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return isCharacter ? String.fromCodePoint(code) : '\ufffd';
  });

/** What is inside is no text of the page. */
const silent = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'math',
  'head',
  'iframe',
  'object',
]);
const blocks = new Set(
  'address article aside blockquote br dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th title tr ul'.split(
    ' ',
  ),
);

/** Of private use, so that no page means anything by it. */
const blockMark = '\ue000';

export function htmlText(page: string): string {
  const html = page.replaceAll(blockMark, '');
  const parts: string[] = [];
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    if (open < 0) {
      parts.push(html.slice(at));
      break;
    }
    parts.push(html.slice(at, open));
    at = afterTag(html, open, parts);
  }
  return decodeEntities(
    parts
      .join('')
      .replace(/[^\S\n]+/g, ' ')
      .replace(/\s*\n\s*/g, ' '),
  )
    .replaceAll(blockMark, '\n\n')
    .replace(/ *\n+ *(?:\n+ *)*/g, '\n\n')
    .trim();
}

/** The place behind the tag, comment or element that begins at `open`; a block leaves its mark. */
function afterTag(html: string, open: number, parts: string[]): number {
  if (html.startsWith('<!--', open)) return behind(html, '-->', open + 4);
  if (html[open + 1] === '!' || html[open + 1] === '?') return behind(html, '>', open + 2);
  const name = /^\/?([A-Za-z][A-Za-z0-9-]*)/.exec(html.slice(open + 1, open + 40))?.[1]?.toLowerCase();
  if (name === undefined) {
    parts.push('<');
    return open + 1;
  }
  const end = tagEnd(html, open + 1);
  if (blocks.has(name)) parts.push(blockMark);
  const closes = html[open + 1] === '/';
  if (closes || !silent.has(name) || html[end - 2] === '/') return end;
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = end;
  const found = close.exec(html);
  return found ? close.lastIndex : html.length;
}

function behind(html: string, mark: string, from: number): number {
  const at = html.indexOf(mark, from);
  return at < 0 ? html.length : at + mark.length;
}

/** Behind the > of a tag, which an attribute in quotes may hold as well. */
function tagEnd(html: string, from: number): number {
  let quote = '';
  for (let at = from; at < html.length; at++) {
    const c = html[at] as string;
    if (quote) quote = c === quote ? '' : quote;
    else if ((c === '"' || c === "'") && html[at - 1]?.match(/[=\s]/)) quote = c;
    else if (c === '>') return at + 1;
  }
  return html.length;
}
