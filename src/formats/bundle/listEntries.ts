/** Names of entries as people wrote them or as somebody made them up, into paths that can be shown and told apart. */
import type { LeftOut } from './leftOut';

const archive = /\.(zip|tar|tgz|txz|tbz2?|7z|rar|xz|bz2|zst|tar\.[a-z0-9]+)$/i;
/** What systems and programs leave beside data. */
const junk = /(^|\/)(__MACOSX(\/|$)|\.|Thumbs\.db$|desktop\.ini$)/i;

/** Slashes forward, nothing empty; undefined where it leads out of the bundle. */
export function cleanPath(name: string): string | undefined {
  const parts: string[] = [];
  for (const part of name
    .replaceAll('\\', '/')
    .replace(/^[a-z]:(?=\/)/i, '')
    .split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') return undefined;
    parts.push(withoutControls(part));
  }
  return parts.join('/');
}

const withoutControls = (part: string): string =>
  Array.from(part, (sign) => (sign < ' ' || sign === '\u007f' ? '\ufffd' : sign)).join('');

/** What is known of an entry before it is opened. */
export interface Listed {
  name: string;
  bytes: number;
  /** Why it cannot be used: "encrypted". */
  refused?: string;
}

/** Those that can be used, in their order, each made by `make` under its path. */
export function listEntries<L extends Listed, E>(
  all: Iterable<L>,
  leftOut: LeftOut,
  make: (listed: L, path: string) => E,
): E[] {
  const known = new Set<string>();
  const entries: E[] = [];
  for (const listed of all) {
    const path = cleanPath(listed.name);
    const shown = path || withoutControls(listed.name);
    if (path !== undefined && (path === '' || junk.test(path))) continue;
    const why = path === undefined ? 'its name leads out of the archive' : whyNot(listed, path, known);
    if (why !== undefined || path === undefined) leftOut.add(shown, why ?? '');
    else {
      known.add(path);
      entries.push(make(listed, path));
    }
  }
  return entries;
}

function whyNot({ bytes, refused }: Listed, path: string, known: ReadonlySet<string>): string | undefined {
  if (refused !== undefined) return refused;
  if (known.has(path)) return 'another has the same name';
  if (bytes === 0) return 'empty';
  return archive.test(path) ? 'an archive inside: unpack it first' : undefined;
}
