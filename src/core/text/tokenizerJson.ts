/** A fitted tokeniser as the tokenizer.json that Hugging Face's libraries read, in Python, Rust and JavaScript. */
import { padId, padToken } from './fittedTokenizer';
import type { FittedTokenizer } from './tokenizerDef';
import { tokenizers } from './tokenizers/registry';

/** Every text is cut or filled up to `length` ids; as long as it is without. */
export function tokenizerJson(
  fitted: FittedTokenizer,
  length?: number,
  direction: 'Left' | 'Right' = 'Right',
): string {
  const { type, lowercase, tokens } = fitted;
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  const { pre_tokenizer, model, decoder } = tokenizers.get(type).parts(fitted, vocab);
  const lower = [{ type: 'Replace', pattern: { String: 'Σ' }, content: 'σ' }, { type: 'Lowercase' }];
  const whole = {
    version: '1.0',
    truncation:
      length === undefined ? null : { direction, max_length: length, strategy: 'LongestFirst', stride: 0 },
    padding:
      length === undefined
        ? null
        : {
            strategy: { Fixed: length },
            direction,
            pad_to_multiple_of: null,
            pad_id: padId,
            pad_type_id: 0,
            pad_token: padToken,
          },
    // None: a text that holds "[PAD]" or "[UNK]" means these letters.
    added_tokens: [],
    normalizer: lowercase ? { type: 'Sequence', normalizers: lower } : null,
    pre_tokenizer,
    post_processor: null,
    decoder,
    model,
  };
  return `${JSON.stringify(whole, null, 1)}\n`;
}
