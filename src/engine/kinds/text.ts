/** Texts on their way into a model: tokens by the tokeniser that the training fitted. */
import { text as def } from '#/core/kinds/text';
import type { ColumnSamples, RawSamples } from '#/core/kinds/rawSamples';
import { TetradError } from '#/core/protocol/errors';
import { type FittedText, mostIds, textWidth, writeText } from '#/core/text/fittedText';
import { unknownId } from '#/core/text/fittedTokenizer';
import { textColumn } from '#/core/text/textData';
import { longestText, Tokenizer } from '#/core/text/tokenizer';
import type { AskedVersion, KindEngine } from './kindEngine';
import { ChunkedColumns } from './table/chunkedColumns';
import { prepareText } from './text/prepareText';

/** Of a dataset whose texts are asked for. */
const heldBytes = 2 ** 27;

const fittedOf = ({ input }: Pick<AskedVersion, 'input'>): FittedText => input.fitted as FittedText;

/** A tokeniser knows the pieces it has met: one for each model, while the model is in use. */
const opened = new WeakMap<FittedText, Tokenizer>();
function tokenizerOf(model: AskedVersion): Tokenizer {
  const fitted = fittedOf(model);
  const tokenizer = opened.get(fitted) ?? new Tokenizer(fitted.tokenizer);
  opened.set(fitted, tokenizer);
  return tokenizer;
}

const nameOf = ({ inputs }: Pick<AskedVersion, 'inputs'>): string => inputs[0]?.name ?? '';

const columnOf = (name: string, texts: readonly (string | null)[]): ColumnSamples => ({
  form: 'columns',
  rows: texts.length,
  columns: new Map([[name, { kind: 'string', data: [...texts] }]]),
});

function textsOf(model: AskedVersion, samples: RawSamples): string[] {
  const values = samples.form === 'columns' ? samples.columns.get(nameOf(model)) : undefined;
  if (values?.kind === 'string') return values.data.map((one) => one ?? '');
  throw new TetradError({ code: 'internal', message: 'A model on texts was asked for something else.' });
}

/** Of a window, those at its end. */
const idsOf = (model: AskedVersion, texts: readonly string[]): number[][] =>
  texts.map((one) => {
    const fitted = fittedOf(model);
    const ids = tokenizerOf(model).encode(one, mostIds(fitted));
    return fitted.form === 'stream' ? ids.slice(-fitted.length) : ids;
  });

/** What texts of a dataset may not hold. */
const hardTexts = [
  '',
  ' \n\t ',
  '[PAD] [UNK]',
  'ÀÉÎÕÜ ß Σίσυφος ΣΊΣΥΦΟΣ 漢字 🙂👩🏽‍🚀',
  '<b>never seen</b> &amp; 1234567890',
  'the '.repeat(3000),
];

export const text: KindEngine = {
  type: def.type,
  prepare: prepareText,
  async open(model, dataset, blobs) {
    const name = textColumn(dataset.schema);
    const columns = new ChunkedColumns(dataset, blobs, [name], heldBytes, { asText: new Set([name]) });
    return {
      inputs: [{ name: nameOf(model) }],
      async read(rows) {
        const values = (await columns.rows(rows)).get(name);
        return columnOf(nameOf(model), values?.kind === 'string' ? values.data : []);
      },
    };
  },
  async ask(model, { rows }, _storage, remarks) {
    const name = nameOf(model);
    const texts = rows.map((row) => {
      const cell = Object.hasOwn(row, name) ? row[name] : null;
      return cell == null ? null : String(cell);
    });
    remarks.count(
      'without a text: answered as what is most usual.',
      texts.reduce((sum, one) => sum + Number(!one?.trim()), 0),
    );
    remarks.count(
      `longer than ${longestText.toLocaleString('en')} characters: what follows is not read.`,
      texts.reduce((sum, one) => sum + Number((one?.length ?? 0) > longestText), 0),
    );
    return columnOf(name, texts);
  },
  enter(model, samples, remarks) {
    const fitted = fittedOf(model);
    const width = textWidth(fitted);
    const lists = idsOf(model, textsOf(model, samples));
    const values = new Float32Array(lists.length * width);
    let unknown = 0;
    for (const [i, ids] of lists.entries()) {
      writeText(fitted, ids, values, i * width);
      unknown += Number(ids.length > 0 && ids.every((id) => id === unknownId));
    }
    remarks?.count('without a single token that the model knows.', unknown);
    return values;
  },
  pieces: (model, samples) =>
    idsOf(model, textsOf(model, samples)).map((ids) => ids.map((id) => tokenizerOf(model).shown(id))),
  async trial(model) {
    const name = nameOf(model);
    return columnOf(name, [...model.sampleRows.map((row) => String(row[name] ?? '')), ...hardTexts]);
  },
  feeds(inputs, samples, model) {
    const fitted = fittedOf(model);
    const lists = idsOf(model, textsOf(model, samples));
    const length = fitted.form === 'bag' ? Math.max(1, ...lists.map((ids) => ids.length)) : fitted.length;
    const data = new BigInt64Array(lists.length * length);
    for (const [i, ids] of lists.entries()) {
      const first = i * length + (fitted.form === 'stream' ? length - ids.length : 0);
      for (const [k, id] of ids.entries()) data[first + k] = BigInt(id);
    }
    return [{ name: inputs[0]?.name ?? '', type: 'int64', data, dims: [lists.length, length] }];
  },
  tolerance: 1e-5,
  onWebgpu: false,
};
