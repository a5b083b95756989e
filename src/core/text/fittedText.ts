/** Texts as a model takes them: the tokeniser, and what is made of the ids. Stored with a model version. */
import { z } from 'zod';
import { fittedTokenizer, padId, specialTokens } from './fittedTokenizer';

/** `column`: where the texts to learn from were. */
const column = z.string();

export const fittedText = z.union([
  /** Ids in order, cut or filled up with zeros to `length`. */
  z.strictObject({ column, form: z.literal('tokens'), tokenizer: fittedTokenizer, length: z.int().min(1) }),
  /** The last `length` ids in order, with zeros before them where there are fewer. */
  z.strictObject({ column, form: z.literal('stream'), tokenizer: fittedTokenizer, length: z.int().min(1) }),
  /** Of every token but the special ones how often it stands there; weighed where there are weights. */
  z.strictObject({
    column,
    form: z.literal('bag'),
    tokenizer: fittedTokenizer,
    idf: z.array(z.number()).optional(),
  }),
]);
export type FittedText = z.infer<typeof fittedText>;

export const bagWidth = ({ tokens }: Pick<z.infer<typeof fittedTokenizer>, 'tokens'>): number =>
  tokens.length - specialTokens.length;

/** Values of one text. */
export const textWidth = (fitted: FittedText): number =>
  fitted.form === 'bag' ? bagWidth(fitted.tokenizer) : fitted.length;

/** Most ids that are of use of one text. */
export const mostIds = (fitted: FittedText): number =>
  fitted.form === 'tokens' ? fitted.length : Number.POSITIVE_INFINITY;

/**
 * Writes the values of a text behind `at`. A weighed bag is scikit-learn's TfidfVectorizer with sublinear_tf: 1 + ln of
 * the count, times the weight of the token, the whole of length 1.
 */
export function writeText(
  fitted: FittedText,
  ids: ArrayLike<number>,
  values: Float32Array,
  at: number,
): void {
  if (fitted.form === 'stream') {
    const before = fitted.length - ids.length;
    for (let i = 0; i < fitted.length; i++) values[at + i] = ids[i - before] ?? padId;
    return;
  }
  if (fitted.form === 'tokens') {
    for (let i = 0; i < fitted.length; i++) values[at + i] = ids[i] ?? padId;
    return;
  }
  const bag = values.subarray(at, at + bagWidth(fitted.tokenizer)).fill(0);
  const first = specialTokens.length;
  for (let i = 0; i < ids.length; i++) {
    const token = (ids[i] as number) - first;
    if (token >= 0) bag[token] = (bag[token] as number) + 1;
  }
  const { idf } = fitted;
  if (!idf) return;
  let squares = 0;
  for (let i = 0; i < ids.length; i++) {
    const token = (ids[i] as number) - first;
    const count = bag[token] as number;
    // Each token once: what is weighed already is below zero.
    if (token < 0 || count <= 0) continue;
    const weight = (1 + Math.log(count)) * (idf[token] as number);
    squares += weight * weight;
    bag[token] = -weight;
  }
  const norm = Math.sqrt(squares);
  for (let i = 0; i < ids.length; i++) {
    const token = (ids[i] as number) - first;
    if (token >= 0 && (bag[token] as number) < 0) bag[token] = -(bag[token] as number) / norm;
  }
}

/** ln((1 + texts) / (1 + texts with the token)) + 1, by token: what stands everywhere says little. */
export class DocumentFrequency {
  private readonly seenIn: Float64Array;
  private readonly last: Float64Array;
  private texts = 0;

  constructor(width: number) {
    this.seenIn = new Float64Array(width);
    this.last = new Float64Array(width);
  }

  add(ids: ArrayLike<number>): void {
    this.texts++;
    for (let i = 0; i < ids.length; i++) {
      const token = (ids[i] as number) - specialTokens.length;
      if (token < 0 || this.last[token] === this.texts) continue;
      this.last[token] = this.texts;
      this.seenIn[token] = (this.seenIn[token] as number) + 1;
    }
  }

  weights(): number[] {
    return Array.from(this.seenIn, (count) => Math.log((1 + this.texts) / (1 + count)) + 1);
  }
}
