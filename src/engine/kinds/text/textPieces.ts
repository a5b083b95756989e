/**
 * Texts to be continued, divided: many texts as their columns say or by chance, each as a whole; a few long ones in
 * pieces, of which the latest judge.
 */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { type DataSplit, splitSummary } from '#/core/split/dataSplit';
import { planSplit } from '#/core/split/planSplit';
import { roleColumns, roleData } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { textColumn } from '#/core/text/textData';
import type { SplitSummary, TaskSpec } from '#/core/protocol/train';
import type { Blobs, PrepareRequest } from '../kindEngine';
import { eachText } from './readTexts';

/** From so many texts on, each is left whole. */
const manyTexts = 40;
/** Into about so many pieces are few texts cut. */
const piecesOfFew = 100;

export interface TextPiece {
  /** Of the version. */
  row: number;
  text: string;
  /** It goes on where the one before it ended. */
  goesOn: boolean;
}

export interface DividedPieces {
  pieces: TextPiece[];
  split: Pick<DataSplit, 'train' | 'val' | 'test'>;
  summary: SplitSummary;
  warnings: string[];
}

export async function dividePieces(
  version: DatasetVersion,
  { config, fold }: PrepareRequest,
  task: TaskSpec,
  blobs: Blobs,
): Promise<DividedPieces> {
  const { schema, chunks } = version;
  const whole: { row: number; text: string }[] = [];
  await eachText(version, blobs, (row, text) => {
    if (text.trim()) whole.push({ row, text });
  });
  if (whole.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'There is no text to learn from.',
      place: `column ${textColumn(schema)}`,
      hint: 'Choose another column of texts.',
    });
  const isMany = whole.length >= manyTexts;
  const pieces = isMany ? whole.map((one) => ({ ...one, goesOn: false })) : cut(whole);
  const roles = roleColumns(schema, { splitBy: config.splitBy ?? 'roles' });
  const columns = await readColumns(chunks, blobs, schema, roles.names, roles);
  const rows = Uint32Array.from(pieces, ({ row }) => row);
  const { notes, ...told } = isMany ? roleData(schema, columns, rows) : { notes: [] };
  const order = {
    name: 'place in the text',
    at: Float64Array.from(pieces, (_, i) => i),
    extent: 0,
  };
  const split = planSplit(
    task,
    { samples: pieces.length, word: 'piece', ...(isMany ? told : { along: [order] }) },
    { ...config, ...(!isMany && { splitBy: 'roles' }), fold },
  );
  const warnings = [...notes, ...split.notes];
  return { pieces, split, summary: splitSummary(split, [...warnings]), warnings };
}

/** No word is longer: what has no blank for so long is written without them, and cut between letters. */
const longestWord = 200;

/** At the ends of words. */
function cut(texts: readonly { row: number; text: string }[]): TextPiece[] {
  const all = texts.reduce((sum, { text }) => sum + text.length, 0);
  const size = Math.max(1, Math.ceil(all / piecesOfFew));
  return texts.flatMap(({ row, text }) => {
    const pieces: TextPiece[] = [];
    for (let from = 0; from < text.length; ) {
      const to = endOfPiece(text, from + size);
      pieces.push({ row, text: text.slice(from, to), goesOn: from > 0 });
      from = to;
    }
    return pieces;
  });
}

function endOfPiece(text: string, least: number): number {
  if (least >= text.length) return text.length;
  const blank = text.indexOf(' ', least);
  if (blank >= 0 && blank <= least + longestWord) return blank;
  if (blank < 0 && text.length - least <= longestWord) return text.length;
  // Not within a letter of two units.
  return /[\uDC00-\uDFFF]/.test(text[least] ?? '') ? least + 1 : least;
}
