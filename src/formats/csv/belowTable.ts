/**
 * What stands below a table and is none of it: notes, and the empty rows above them. It is known only at the end of
 * the file, so such lines are held back; should a row follow, they were rows.
 */
import type { DataIssue } from '#/core/protocol/dataset';

interface HeldLine {
  line: number;
  /** Empty for a row of delimiters alone. */
  bytes: Uint8Array;
}

const mostNotes = 40;
const mostEmpty = 100_000;
const longestNote = 2000;
const noteWords =
  /^["'(]*(?:\*|†|‡|§|\[\d+\]|\(\d+\)|\d\)|sources?\b|[\d,]+ rows?\b|notes?\b|footnotes?\b|remarks?\b|last updated|data from|generated|exported|copyright|©|disclaimer|quellen?\b|anmerkung|hinweis|stand:|fußnote|remarque|nota\b|notas\b|fuente|fonte\b|источник|примечание|出典|出所|注|来源|资料来源|数据来源)/i;
/** Held even where a delimiter in it makes as many cells as a row has. */
const namedNote =
  /^["']?(?:sources?|notes?|footnotes?|remarks?|last updated|data from|quellen?|anmerkung(?:en)?|hinweise?|stand|fußnoten?|remarques?|notas?|fuentes?|fontes?|источник|примечание|出典|出所|注|来源|资料来源|数据来源)\s?[:：]/i;
/** A sentence of so many words is no cell that was left over. */
const fewestWords = 4;

export class BelowTable {
  held: HeldLine[] = [];
  #notes = 0;
  readonly #width: number;
  readonly #delimiter: number;
  readonly #report: (issue: DataIssue) => void;

  constructor(width: number, delimiter: number, report: (issue: DataIssue) => void) {
    this.#width = width;
    this.#delimiter = delimiter;
    this.#report = report;
  }

  /** Holds the row back if it may stand below the table: of whole rows only those with nothing behind their first cell. */
  holds(row: Uint8Array, cells: number, line: number): boolean {
    if (cells === 1 && row[0] === 0 && row.every((c) => c === 0)) {
      this.#report({ severity: 'warning', message: 'Zero bytes were skipped.', line });
      return true;
    }
    const whole = cells === this.#width;
    let filled = row.length;
    while (filled > 0 && row[filled - 1] === this.#delimiter) filled--;
    if (filled === 0) {
      if (!whole || this.held.length >= mostEmpty) return false;
      this.held.push({ line, bytes: row.slice() });
      return true;
    }
    if (filled > longestNote) return false;
    const text = new TextDecoder().decode(row.subarray(0, filled));
    if (whole && row.indexOf(this.#delimiter) !== filled && !namedNote.test(text)) return false;
    if (!this.#mayBeNote(text, cells, whole)) return false;
    this.#notes++;
    this.held.push({ line, bytes: row.slice() });
    return true;
  }

  #mayBeNote(text: string, cells: number, padded: boolean): boolean {
    if (this.#notes >= mostNotes || !/\p{L}/u.test(text)) return false;
    if (noteWords.test(text)) return true;
    if (this.held.length > 0 && /\S\s+\S/.test(text)) return padded || cells === 1;
    return cells === 1 && text.trim().split(/\s+/).length >= fewestWords;
  }

  /** Empty rows alone may be rows of which every cell is missing. */
  get hasNotes(): boolean {
    return this.#notes > 0;
  }

  /** They are rows after all. */
  release(): HeldLine[] {
    const { held } = this;
    this.held = [];
    this.#notes = 0;
    return held;
  }

  tell(): void {
    const delimiter = String.fromCharCode(this.#delimiter);
    const texts = this.held.map(({ line, bytes }) => ({
      line,
      text: new TextDecoder().decode(bytes).split(delimiter).join(' ').trim(),
    }));
    const notes = texts.filter(({ text }) => text !== '');
    const [first] = notes;
    if (first)
      this.#report({
        severity: 'warning',
        message: `${notes.length === 1 ? 'A line' : `${notes.length} lines`} below the table ${notes.length === 1 ? 'was' : 'were'} left out: ${notes
          .slice(0, 3)
          .map(({ text }) => `“${text.slice(0, 60)}”`)
          .join(', ')}${notes.length > 3 ? ', …' : ''}.`,
        hint: 'If it is a row, write all its cells in the file.',
        line: first.line,
      });
  }
}

const totals =
  /^(?:grand |sub-?)?(?:totals?|sum|sums|summe|gesamt|gesamtsumme|insgesamt|somme|totale|totaal|suma|razem|celkem|összesen|toplam|yhteensä|итого|всего|合计|总计|合計|総計|합계|총계)\b:?$|^(?:итого|всего|合计|总计|合計|総計|합계|총계)/i;

export const isTotal = (text: string): boolean => totals.test(text.trim());
