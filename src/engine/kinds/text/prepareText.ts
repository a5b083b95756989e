/** Texts to what a family takes of them: divided, tokens learnt from the training part, values held or made batch by batch. */
import { askedBy } from '#/core/families/askedBy';
import { families } from '#/core/families/registry';
import type { DatasetVersion } from '#/core/protocol/dataset';
import type { RawRow } from '#/core/protocol/model';
import { roleColumns } from '#/core/split/roles';
import { readColumns } from '#/core/table/readColumns';
import { type FittedText, textWidth, writeText } from '#/core/text/fittedText';
import { textAsk } from '#/core/text/textAsk';
import { textColumn } from '#/core/text/textData';
import { cacheBytes, readInParts } from '#/core/train/dataAllowance';
import type { FrameSource } from '../frameSource';
import { keptInput } from '../kept';
import type { Blobs, PrepareRequest } from '../kindEngine';
import type { PreparedData, Split } from '../preparedData';
import { tasks } from '#/core/tasks/registry';
import { prepareStream } from './prepareStream';
import { divideRows } from '../table/divideRows';
import { columnNamed, sampleNumbers, textTargets } from '../table/tableParts';
import { type FittedTexts, fitTexts } from './fitText';
import { eachText } from './readTexts';

const valueBytes = 4;
/** Characters of the texts that a model version keeps to be tried with. */
const keptCharacters = 2000;

export async function prepareText(
  version: DatasetVersion,
  request: PrepareRequest,
  blobs: Blobs,
  allowedBytes: number,
): Promise<PreparedData> {
  if (tasks.get(request.task, 'task').value === 'tokens') return await prepareStream(version, request, blobs);
  const { schema, chunks, rows } = version;
  const asked = textAsk.parse(askedBy(families.get(request.family, 'family'), request.familyParams));
  const roles = roleColumns(schema, request.config);
  const dividing = await readColumns(chunks, blobs, schema, roles.names, roles);
  const { target } = request;
  const targets = await readColumns(chunks, blobs, schema, [target], { asText: textTargets(request) });
  const divided = divideRows(schema, columnNamed(targets, target), request, dividing);
  const { split, numbered, warnings } = divided;

  const parts = new Uint8Array(rows);
  for (const row of numbered(split.val)) parts[row] = 2;
  for (const row of numbered(split.test)) parts[row] = 2;
  for (const row of numbered(split.train)) parts[row] = 1;
  const found = await fitTexts(version, asked, parts, blobs, keptInput<FittedText>(request));
  const { fitted } = found;
  warnings.push(...aboutTexts(found, split.train.length, fitted.form === 'bag' ? 0 : fitted.length));

  const width = textWidth(fitted);
  const used = split.train.length + split.val.length + split.test.length;
  const wholeBytes = used * width * valueBytes;
  const isHeld = wholeBytes <= allowedBytes;
  if (!isHeld) warnings.push(readInParts(wholeBytes, allowedBytes));
  const source = isHeld ? undefined : sourceOf(found, width, cacheBytes(allowedBytes));
  const toSplit = (some: Uint32Array): Split => ({
    rows: some.length,
    target: divided.target(some),
    ...(source
      ? { features: new Float32Array(0), source, frames: Int32Array.from(numbered(some)) }
      : { features: valuesOf(found, width, numbered(some)) }),
  });
  const tested = split.test.length > 0;
  return {
    task: divided.task,
    inputs: schema.columns.filter(({ name }) => name === textColumn(schema)),
    input: { kind: 'text', fitted },
    shape: [width],
    ...(fitted.form === 'tokens' && { vocabulary: fitted.tokenizer.tokens.length }),
    train: toSplit(split.train),
    val: toSplit(split.val),
    test: tested ? toSplit(split.test) : undefined,
    judged: divided.judged(split.val),
    judgedTest: tested ? divided.judged(split.test) : undefined,
    split: divided.summary,
    sampleRows: await sampleRows(version, sampleNumbers(divided), blobs),
    warnings,
  };
}

function aboutTexts({ empty, cut }: FittedTexts, training: number, length: number): string[] {
  const count = (n: number, one: string, many: string) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
  return [
    ...(empty > 0
      ? [`${count(empty, 'text is', 'texts are')} empty: they are answered as what is most usual.`]
      : []),
    ...(cut > 0
      ? [
          `${count(cut, 'text', 'texts')} of ${training.toLocaleString('en')} to learn from ${cut === 1 ? 'is' : 'are'} longer than ${length.toLocaleString('en')} tokens: what follows is not read.`,
        ]
      : []),
  ];
}

function valuesOf(
  { fitted, tokens }: FittedTexts,
  width: number,
  rows: Uint32Array | Int32Array,
): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rows.length * width);
  rows.forEach((row, i) => writeText(fitted, tokens.of(row), values, i * width));
  return values;
}

/** The ids are held, what is made of them is not: any order is as good as another. */
const sourceOf = (found: FittedTexts, width: number, bytes: number): FrameSource => ({
  width,
  blockOf: () => 0,
  blocksAtHand: 1,
  peakBytes: () => bytes,
  read: async (rows) => valuesOf(found, width, rows),
});

async function sampleRows(version: DatasetVersion, rows: Uint32Array, blobs: Blobs): Promise<RawRow[]> {
  const name = textColumn(version.schema);
  const wanted = new Set(rows);
  const samples: RawRow[] = [];
  await eachText(version, blobs, (row, text) => {
    if (wanted.has(row)) samples.push({ [name]: text.slice(0, keptCharacters).toWellFormed() });
  });
  return samples;
}
