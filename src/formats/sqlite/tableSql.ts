/** The columns of a table from the statement that made it. */

export interface TableColumn {
  name: string;
  type: string;
  /** The number of the row is stored instead of it. */
  isRowId: boolean;
  /** Computed when it is read; nothing of it is stored. */
  isVirtual: boolean;
  isKey: boolean;
  /** As it was written: of rows from before the column was added. */
  fallback?: string;
}

export interface TableShape {
  columns: TableColumn[];
  withoutRowId: boolean;
  /** Names, in order. */
  key: string[];
}

export function tableShape(sql: string): TableShape {
  const tokens = tokensOf(sql);
  const open = tokens.indexOf('(');
  if (open < 0) throw new Error('a table has no list of columns');
  const { parts, end } = partsOf(tokens, open);
  const withoutRowId = /WITHOUT ROWID/i.test(tokens.slice(end + 1).join(' '));
  const columns: TableColumn[] = [];
  let key: string[] = [];
  for (const part of parts) {
    const [first = ''] = part;
    if (/^(?:CONSTRAINT|PRIMARY|UNIQUE|CHECK|FOREIGN)$/i.test(first)) {
      const at = part.findIndex((word, i) => /^PRIMARY$/i.test(word) && /^KEY$/i.test(part[i + 1] ?? ''));
      const list = at >= 0 ? part.indexOf('(', at) : -1;
      if (list >= 0) key = partsOf(part, list).parts.map(([name = '']) => plainName(name));
      continue;
    }
    columns.push(columnOf(part));
  }
  const own = columns.find(({ isKey }) => isKey);
  if (key.length === 0 && own) key = [own.name];
  const [only] = key;
  for (const column of columns)
    column.isRowId =
      !withoutRowId &&
      key.length === 1 &&
      column.name.toLowerCase() === only?.toLowerCase() &&
      /^INTEGER$/i.test(column.type);
  return { columns, withoutRowId, key };
}

const constraint =
  /^(?:CONSTRAINT|PRIMARY|NOT|NULL|UNIQUE|CHECK|DEFAULT|COLLATE|REFERENCES|GENERATED|AS|ON|DEFERRABLE)$/i;

function columnOf([name = '', ...rest]: readonly string[]): TableColumn {
  const typeEnd = rest.findIndex((word) => constraint.test(word));
  const type = (typeEnd < 0 ? rest : rest.slice(0, typeEnd)).join(' ').replace(/ ?([(),]) ?/g, '$1');
  const words = rest.join(' ');
  const fallbackAt = rest.findIndex((word) => /^DEFAULT$/i.test(word));
  const generated = rest.some((word) => /^(?:GENERATED|AS)$/i.test(word));
  return {
    name: plainName(name),
    type,
    isRowId: false,
    isVirtual: generated && !/\bSTORED\b/i.test(words),
    isKey: /\bPRIMARY KEY\b/i.test(words),
    ...(fallbackAt >= 0 && { fallback: rest.slice(fallbackAt + 1, fallbackAt + 3).join('') }),
  };
}

/** What stands between commas within brackets that open at `open`. */
function partsOf(tokens: readonly string[], open: number): { parts: string[][]; end: number } {
  const parts: string[][] = [[]];
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const token = tokens[i] as string;
    if (token === '(' && depth++ === 0) continue;
    if (token === ')' && --depth === 0) return { parts: parts.filter((part) => part.length > 0), end: i };
    if (token === ',' && depth === 1) parts.push([]);
    else (parts.at(-1) as string[]).push(token);
  }
  throw new Error('the statement of a table is cut short');
}

const tokensOf = (sql: string): string[] =>
  sql
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .match(/"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|[(),]|[^\s(),"'`[]+/g) ?? [];

function plainName(token: string): string {
  const mark = token[0] ?? '';
  if (mark === '[') return token.slice(1, -1);
  return mark === '"' || mark === '`' || mark === "'"
    ? token.slice(1, -1).replaceAll(mark + mark, mark)
    : token;
}
