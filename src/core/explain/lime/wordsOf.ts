/** The words of a sample that is one text: what stands between is kept with the word that follows. */
import type { RawSamples } from '../../kinds/rawSamples';
import { TetradError } from '../../protocol/errors';
import { columnsOf } from '../columns';
import type { AskedModel } from '../explainerDef';

export interface Words {
  /** Of the column. */
  name: string;
  words: { before: string; text: string }[];
  /** The text with those words only. */
  without(stays: (word: number) => boolean): string;
}

const mostWords = 1000;

/** Undefined where the model takes no text that is cut into pieces. */
export function wordsOf(
  sample: RawSamples,
  { inputs, isText }: Pick<AskedModel, 'inputs' | 'isText'>,
): Words | undefined {
  const [input] = inputs;
  if (!isText || !input) return undefined;
  const values = columnsOf(sample).get(input.name);
  if (values?.kind !== 'string') return undefined;
  const text = values.data[0] ?? '';
  const words: Words['words'] = [];
  let from = 0;
  for (const { segment, index, isWordLike } of new Intl.Segmenter(undefined, { granularity: 'word' }).segment(
    text,
  )) {
    if (!isWordLike) continue;
    words.push({ before: text.slice(from, index), text: segment });
    from = index + segment.length;
  }
  const end = text.slice(from);
  if (words.length === 0)
    throw new TetradError({
      code: 'badInput',
      message: 'This text has no word.',
      place: 'sampleIndices',
      hint: 'Choose another sample.',
    });
  if (words.length > mostWords)
    throw new TetradError({
      code: 'badInput',
      message: `This text has ${words.length.toLocaleString('en')} words; at most ${mostWords.toLocaleString('en')} are hidden in turn.`,
      place: 'sampleIndices',
      hint: 'Choose a shorter text.',
    });
  return {
    name: input.name,
    words,
    without: (stays) =>
      words.map(({ before, text: word }, i) => (stays(i) ? before + word : before)).join('') + end,
  };
}
