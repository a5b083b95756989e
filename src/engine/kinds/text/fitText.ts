/** What is learnt of the training texts before any network sees them: tokens, their weights, the length that is needed. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { DocumentFrequency, type FittedText, bagWidth } from '#/core/text/fittedText';
import { TetradError } from '#/core/protocol/errors';
import { expectBreath } from '#/core/protocol/heartbeat';
import type { TextAsk } from '#/core/text/textAsk';
import { textColumn } from '#/core/text/textData';
import { Tokenizer, TokenizerFit } from '#/core/text/tokenizer';
import type { Blobs } from '../kindEngine';
import { eachText } from './readTexts';
import { TokenStore } from './tokenStore';

export interface FittedTexts {
  fitted: FittedText;
  /** Of every row of the version that is used; none of the others. */
  tokens: TokenStore;
  /** Rows with nothing to read in them. */
  empty: number;
  /** Training texts that are longer than what is read of them. */
  cut: number;
}

/** Merging a vocabulary gives no sign of life. */
const silentMs = 5 * 60_000;

/** `parts`: by row, 0 unused, 1 training, 2 used otherwise. */
export async function fitTexts(
  version: DatasetVersion,
  asked: TextAsk,
  parts: Uint8Array,
  blobs: Blobs,
  /** Fitted before: nothing is learnt of these texts. */
  kept?: FittedText,
): Promise<FittedTexts> {
  const { tokenizer: type, vocabulary, lowercase, weighting } = asked;
  const form = kept?.form ?? asked.form;
  const length = kept && kept.form !== 'bag' ? kept.length : (asked.length ?? 1);
  const fit = new TokenizerFit({ type, vocabulary, lowercase });
  if (!kept)
    await eachText(version, blobs, (row, text) => {
      if (parts[row] === 1) fit.add(text);
    });
  expectBreath(silentMs);
  const tokenizer = new Tokenizer(kept?.tokenizer ?? fit.fit());
  const width = bagWidth(tokenizer.fitted);
  if (width === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'The training texts hold no tokens.',
      place: `column ${textColumn(version.schema)}`,
      hint: 'They may be empty. Choose another column of texts, or another way to make tokens.',
    });
  const tokens = new TokenStore(version.rows);
  const frequency = new DocumentFrequency(width);
  const most = form === 'tokens' ? length : Number.POSITIVE_INFINITY;
  let [longest, empty, cut] = [1, 0, 0];
  await eachText(version, blobs, (row, text) => {
    const part = parts[row];
    // One more than is read says that there is more.
    const ids = part ? tokenizer.encode(text, most + 1) : [];
    if (part && ids.length === 0) empty++;
    if (part === 1) {
      longest = Math.max(longest, Math.min(ids.length, most));
      if (ids.length > most) cut++;
      if (form === 'bag') frequency.add(ids);
    }
    tokens.add(ids.length > most ? ids.slice(0, most) : ids);
  });
  const column = textColumn(version.schema);
  if (kept) return { fitted: { ...kept, column }, tokens, empty, cut };
  const fitted: FittedText =
    form === 'tokens'
      ? { column, form, tokenizer: tokenizer.fitted, length: longest }
      : {
          column,
          form: 'bag',
          tokenizer: tokenizer.fitted,
          ...(weighting !== 'counts' && { idf: frequency.weights() }),
        };
  return { fitted, tokens, empty, cut };
}
