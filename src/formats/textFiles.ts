/** Documents: plain text, Markdown, HTML. A file alone, a folder or an archive of them; folders may be their labels. */
import { filesEndings } from '#/core/fileEndings';
import { shareOf } from './bundle/sampleBundle';
import { drawnTable } from './csv/drawnTable';
import { decodeHead } from './encoding';
import type { FilesFormatDef } from './formatDef';
import { hasCells, isProse } from './text/isProse';

const named = new RegExp(String.raw`\.(${filesEndings.textFiles.join('|')})$`, 'i');
/** A name that says nothing: what is in it has to look like prose. */
const plain = /\.(txt|text)$/i;

const isTableAlone = (text: string): boolean => {
  const table = drawnTable(text);
  return table !== undefined && table.told === undefined;
};

/** Most of the files are texts, when several are. */
const leastShare = 0.6;

export const isTextName = (path: string): boolean => named.test(path) || plain.test(path);

export const textFiles: FilesFormatDef = {
  type: 'textFiles',
  title: 'Text, Markdown, HTML',
  extensions: [...filesEndings.textFiles],
  kind: 'text',
  holds: 'files',
  claims(sample, asked) {
    const share = shareOf(sample, (head, path) => {
      if (head.length === 0 || !isTextName(path) || head.includes(0)) return false;
      const text = decodeHead(head);
      // A table that is drawn in Markdown, with nothing beside it, is one.
      if (!asked && named.test(path) && isTableAlone(text)) return false;
      return named.test(path) || (asked && !hasCells(text)) || isProse(text);
    });
    return share >= leastShare ? 0.4 + share / 2 : 0;
  },
};
