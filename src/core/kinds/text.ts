/** Texts: documents, messages, reviews; one column of a table holds them, others what is known of each. */
import { TetradError } from '../protocol/errors';
import { tellRows } from '../table/tellRows';
import { type FittedText, textWidth } from '../text/fittedText';
import { textAsk } from '../text/textAsk';
import { textColumn, type TextData, textOf, textOptions } from '../text/textData';
import { textToOnnx, tokensShape } from '../text/textToOnnx';
import { tokenizerJson } from '../text/tokenizerJson';
import { columnTarget } from './columnTarget';
import { defineKind, type TargetChoice } from './kindDef';
import { tabular } from './tabular';

const tokensName = 'tokens';
/** Not a column: what follows in the texts themselves. */
const nextTarget = 'continuation';
const nextChoice: TargetChoice = {
  name: nextTarget,
  title: 'What comes next in the text',
  task: { type: 'language', target: nextTarget },
};
/** Where a text is cut or filled up. */
const sideOf = ({ form }: FittedText) => (form === 'stream' ? 'Left' : 'Right');

export const text = defineKind<TextData, FittedText>({
  type: 'text',
  explainedBy: ['attention'],
  title: 'Texts',
  rowsAreCells: true,
  holdsEvents: false,
  importOptions: { name: 'text', schema: textOptions },
  words: {
    things: 'texts',
    sample: 'text',
    samples: 'texts',
    input: 'text column',
    inputs: 'text columns',
    give: 'Give at least one text.',
    file: 'One file that takes the tokens of a text and answers with the result, and beside it tokenizer.json, by which Hugging Face’s libraries make tokens of any text.',
  },
  dataOf: textOf,
  blobs: () => [],
  targets: (source) => [
    ...source.schema.columns.flatMap((column, i) =>
      i === textOf(source.schema).column ? [] : [columnTarget(source, column, source.stats[i])],
    ),
    nextChoice,
  ],
  suggested: (source, offered) => {
    const columns = new Set([...offered].filter((name) => name !== nextTarget));
    return tabular.suggested(source, columns) ?? (offered.has(nextTarget) ? nextTarget : undefined);
  },
  inputs: ({ schema, stats }) => {
    const { column: at } = textOf(schema);
    const column = schema.columns[at];
    return column ? [{ column, stats: stats[at], standard: true }] : [];
  },
  unknownInput: ({ schema }, name) => ({
    code: 'badInput',
    message: `“${name.slice(0, 80)}” is not the column of texts.`,
    place: 'features',
    hint: `These texts are in the column “${textColumn(schema)}”, and only they are learnt from.`,
  }),
  division: (source, samples, byRoles) => tabular.division(source, samples, byRoles),
  estimate(_data, rows, _inputs, _task, asked) {
    const { form, length = 1, vocabulary } = textAsk.parse(asked);
    const width = form === 'bag' ? vocabulary : length;
    return { inputShape: [width], rowValues: width + 1, dataValues: rows * (width + 1) };
  },
  requireFitting(_fitted, { kind }, { model, dataset }) {
    if (kind !== 'text')
      throw new TetradError({
        code: 'badInput',
        message: `${model} takes texts; ${dataset} is none.`,
        place: 'dataset',
        hint: 'Choose a dataset of texts, or import the file again as texts.',
      });
  },
  async tell(version, { column }, part, blobs) {
    const told = tellRows(version, blobs, part);
    const own = textColumn(version.schema);
    return {
      ...told,
      given: [column],
      ask: async (samples) => (await told.ask(samples)).map((row) => ({ [column]: row[own] ?? null })),
    };
  },
  rank: 1,
  from: 'texts',
  shape: (fitted) => [textWidth(fitted)],
  dtype: 'float',
  toOnnx(graph, fitted, { batch, inputs: [column] }) {
    const shape = tokensShape(fitted, batch);
    const name = graph.input(tokensName, 'int64', shape);
    const { type, lowercase, tokens } = fitted.tokenizer;
    const length = fitted.form === 'bag' ? undefined : fitted.length;
    const cut =
      length === undefined
        ? 'shorter ones filled up with 0'
        : fitted.form === 'stream'
          ? `the last ${length}, with 0 before them where there are fewer`
          : `${length} of each, filled up with 0`;
    return {
      inputs: [{ name, column: column?.name ?? 'text', dtype: 'int64' }],
      network: textToOnnx(graph, fitted, name),
      docs: new Map([[name, `ids of the tokens of a text, by tokenizer.json: ${cut}`]]),
      metadata: {
        features: '[]',
        text: JSON.stringify({ tokenizer: type, lowercase, vocabulary: tokens.length, length }),
        tokenizer: tokenizerJson(fitted.tokenizer, length, sideOf(fitted)),
      },
      from: 'the tokens of a text',
    };
  },
  companions: (fitted) => [
    {
      name: 'tokenizer.json',
      text: tokenizerJson(
        fitted.tokenizer,
        fitted.form === 'bag' ? undefined : fitted.length,
        sideOf(fitted),
      ),
    },
  ],
});
