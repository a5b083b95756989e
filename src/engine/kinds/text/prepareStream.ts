/** Texts to windows of tokens, of which each is to say what follows at every place: one stream of ids, and places in it. */
import { textAsk } from '#/core/text/textAsk';
import { askedBy } from '#/core/families/askedBy';
import { families } from '#/core/families/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import { breathe, expectBreath } from '#/core/protocol/heartbeat';
import type { TaskSpec } from '#/core/protocol/train';
import { BigramCounts } from '#/core/text/bigramCounts';
import type { FittedText } from '#/core/text/fittedText';
import { charactersOf } from '#/core/text/charactersOf';
import { textColumn } from '#/core/text/textData';
import { Tokenizer, TokenizerFit } from '#/core/text/tokenizer';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { JudgedRows, PreparedData, Split } from '../preparedData';
import { type DividedPieces, dividePieces, type TextPiece } from './textPieces';

/** Merging a vocabulary gives no sign of life. */
const silentMs = 5 * 60_000;
const sampleTexts = 16;
const sampleCharacters = 400;
/** Pieces between two signs of life. */
const atOnce = 200;

/** Tokens of a part, one behind the other, and which piece each is of. */
interface Stream {
  ids: number[];
  piece: number[];
}

export async function prepareStream(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
): Promise<PreparedData> {
  const { schema } = version;
  const asked = textAsk.parse(askedBy(families.get(request.family, 'family'), request.familyParams));
  const wanted: TaskSpec = { type: request.task, target: request.target };
  const divided = await dividePieces(version, request, wanted, blobs);
  const tokenizer = fitTokenizer(divided, asked);
  const { tokens } = tokenizer.fitted;
  const parts = (['train', 'val', 'test'] as const).map((part) =>
    streamOf(divided.pieces, divided.split[part], tokenizer),
  );
  const [learnt, ...others] = parts as [Stream, Stream, Stream];
  const lengths = parts.map(({ ids }) => ids.length).filter((count) => count > 0);
  const length = Math.min(asked.length ?? 1, ...lengths.map((count) => count - 1));
  if (length < 2)
    throw new TetradError({
      code: 'badInput',
      message: `The text is too short: a part of it has ${Math.min(...lengths)} tokens.`,
      place: `column ${textColumn(schema)}`,
      hint: 'Give more text: some thousand characters at least.',
    });
  if (new Set(learnt.ids).size < 2)
    throw new TetradError({
      code: 'badInput',
      message: `The text to learn from is one token over and over, “${tokenizer.shown(learnt.ids[0] ?? 0).slice(0, 40)}”: what follows is always the same.`,
      place: `column ${textColumn(schema)}`,
      hint: 'Give a text of several letters or words; with tokens "character" each letter is one.',
    });
  const warnings = [...divided.warnings];
  if (length < (asked.length ?? 1))
    warnings.push(
      `Windows are ${length} tokens long, not ${asked.length}: the smallest part of the text holds no longer one.`,
    );

  const counts = new BigramCounts(learnt.ids, tokens.length);
  const starts = [0, learnt.ids.length, learnt.ids.length + (others[0]?.ids.length ?? 0)];
  const features = Float32Array.from(parts.flatMap(({ ids }) => ids));
  // Training windows overlap by half: what is early in one has more before it in another.
  const windows = parts.map((stream, i) =>
    windowsOf(stream, { length, stride: i === 0 ? Math.max(1, Math.floor(length / 2)) : length }),
  );
  const splitAt = (i: number): Split =>
    toSplit(features, windows[i] ?? [], { length, start: starts[i] ?? 0, counts });
  const judgedAt = (i: number): JudgedRows => {
    const stream = parts[i];
    const pieceAt = (at: number) => stream?.piece[at] ?? 0;
    const own = windows[i] ?? [];
    return {
      rows: Uint32Array.from(own, (at) => divided.pieces[pieceAt(at)]?.row ?? 0),
      truth: new Float64Array(own.length),
      blocks: Int32Array.from(own, pieceAt),
    };
  };
  const fitted: FittedText = {
    column: textColumn(schema),
    form: 'stream',
    tokenizer: tokenizer.fitted,
    length,
  };
  const tested = (windows[2]?.length ?? 0) > 0;
  return {
    task: {
      ...wanted,
      tokens: tokens.map((_, id) => tokenizer.shown(id)),
      characters: charactersOf(tokenizer.fitted),
    },
    inputs: schema.columns.filter(({ name }) => name === textColumn(schema)),
    input: { kind: 'text', fitted },
    shape: [length],
    vocabulary: tokens.length,
    train: splitAt(0),
    val: splitAt(1),
    test: tested ? splitAt(2) : undefined,
    judged: judgedAt(1),
    judgedTest: tested ? judgedAt(2) : undefined,
    sampleRows: Array.from(divided.split.val.subarray(0, sampleTexts), (piece) => ({
      [textColumn(schema)]: divided.pieces[piece]?.text.slice(0, sampleCharacters).toWellFormed() ?? '',
    })),
    split: divided.summary,
    warnings,
  };
}

function fitTokenizer(
  { pieces, split }: DividedPieces,
  {
    tokenizer: type,
    vocabulary,
    lowercase,
  }: Pick<ReturnType<typeof textAsk.parse>, 'tokenizer' | 'vocabulary' | 'lowercase'>,
): Tokenizer {
  const fit = new TokenizerFit({ type, vocabulary, lowercase });
  // Between texts there is the end of a line.
  fit.add('\n');
  for (const piece of split.train) fit.add(pieces[piece]?.text ?? '');
  expectBreath(silentMs);
  return new Tokenizer(fit.fit());
}

function streamOf(pieces: readonly TextPiece[], numbers: Uint32Array, tokenizer: Tokenizer): Stream {
  const stream: Stream = { ids: [], piece: [] };
  let before = -1;
  for (const [at, number] of numbers.entries()) {
    const piece = pieces[number];
    if (!piece) continue;
    const isNext = piece.goesOn && before === number - 1;
    for (const id of tokenizer.encode(stream.ids.length === 0 || isNext ? piece.text : `\n${piece.text}`)) {
      stream.ids.push(id);
      stream.piece.push(number);
    }
    before = number;
    if (at % atOnce === 0) breathe();
  }
  return stream;
}

/** Where each begins; the token behind its last is known too. */
function windowsOf({ ids }: Stream, { length, stride }: { length: number; stride: number }): number[] {
  const count = Math.max(0, Math.floor((ids.length - 1 - length) / stride) + 1);
  return ids.length > length ? Array.from({ length: count }, (_, i) => i * stride) : [];
}

function toSplit(
  features: Float32Array<ArrayBuffer>,
  windows: readonly number[],
  { length, start, counts }: { length: number; start: number; counts: BigramCounts },
): Split {
  const rows = windows.length;
  const numbers = (from: number) =>
    Int32Array.from(
      { length: rows * length },
      (_, i) => start + (windows[Math.floor(i / length)] as number) + (i % length) + from,
    );
  const [frames, targetFrames] = [numbers(0), numbers(1)];
  const freely = new Float32Array(2 * rows);
  for (let i = 0; i < targetFrames.length; i++) {
    const at = 2 * Math.floor(i / length);
    const [before, token] = [features[frames[i] as number], features[targetFrames[i] as number]] as [
      number,
      number,
    ];
    freely[at] = (freely[at] as number) - Math.log(counts.unigram(token));
    freely[at + 1] = (freely[at + 1] as number) - Math.log(counts.bigram(before, token));
  }
  return { rows, features, frames, targetFrames, target: new Float32Array(0), freely };
}
