/** Texts to ids and back, by a tokeniser that was fitted; and the fitting. */
import { padId, unknownId } from './fittedTokenizer';
import type { FittedTokenizer, TokenizerDef } from './tokenizerDef';
import { tokenizers } from './tokenizers/registry';

export interface TokenizerChoice {
  type: string;
  /** Most tokens. */
  vocabulary: number;
  lowercase: boolean;
}

/** Characters of a text that are read: what is longer than a book is cut. */
export const longestText = 2_000_000;
/** Pieces whose ids are remembered. */
const mostRemembered = 50_000;
const longestRemembered = 64;

/** As Hugging Face's library does in Rust, letter by letter: the last sigma of a word is none of its own. */
export const plainText = (text: string, lowercase: boolean): string => {
  const read = text.slice(0, longestText).toWellFormed();
  return lowercase ? read.replaceAll('Σ', 'σ').toLowerCase() : read;
};

export class Tokenizer {
  readonly fitted: FittedTokenizer;
  private readonly def: TokenizerDef;
  private readonly idsOf: (piece: string) => readonly number[];
  private readonly known = new Map<string, readonly number[]>();

  constructor(fitted: FittedTokenizer) {
    this.fitted = fitted;
    this.def = tokenizers.get(fitted.type, 'tokenizer');
    this.idsOf = this.def.open(fitted);
  }

  /** At most so many ids; the rest of the text is not looked at. */
  encode(text: string, most = Number.POSITIVE_INFINITY): number[] {
    const ids: number[] = [];
    for (const piece of this.def.pieces(plainText(text, this.fitted.lowercase))) {
      if (ids.length >= most) break;
      for (const id of this.ofPiece(piece)) ids.push(id);
    }
    return ids.length > most ? ids.slice(0, most) : ids;
  }

  private ofPiece(piece: string): readonly number[] {
    if (piece.length > longestRemembered) return this.idsOf(piece);
    const known = this.known.get(piece);
    if (known) return known;
    const ids = this.idsOf(piece);
    if (this.known.size >= mostRemembered) this.known.clear();
    this.known.set(piece, ids);
    return ids;
  }

  decode(ids: readonly number[]): string {
    return this.def.join(ids.map((id) => this.token(id)));
  }

  /** What a token stands for, to be looked at. */
  shown(id: number): string {
    return id === padId || id === unknownId ? this.token(id) : this.def.join([this.token(id)]);
  }

  private token(id: number): string {
    return this.fitted.tokens[id] ?? (this.fitted.tokens[unknownId] as string);
  }
}

/** Counts the pieces of texts, then learns tokens of them. */
export class TokenizerFit {
  private readonly counts = new Map<string, number>();
  private readonly choice: TokenizerChoice;
  private readonly def: TokenizerDef;

  constructor(choice: TokenizerChoice) {
    this.choice = choice;
    this.def = tokenizers.get(choice.type, 'tokenizer');
  }

  add(text: string): void {
    for (const piece of this.def.pieces(plainText(text, this.choice.lowercase)))
      this.counts.set(piece, (this.counts.get(piece) ?? 0) + 1);
  }

  fit(): FittedTokenizer {
    const { type, vocabulary, lowercase } = this.choice;
    return { type, lowercase, ...this.def.fit(this.counts, vocabulary) };
  }
}
