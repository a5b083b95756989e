/** A model that somebody else made, asked with samples of a dataset: which of its arrays are what. */
import { z } from 'zod';
import type { OnnxBody } from '../bodies/onnx';
import { bodyOf } from '../bodies/registry';
import { kindOf, kinds } from '../kinds/registry';
import { asItIs } from '../learners/asItIs';
import type { Taken } from '../kinds/kindDef';
import { TetradError } from '../protocol/errors';
import { pixelScales } from '../protocol/train';
import type { FamilyDef } from './familyDef';

export const readings = ['auto', 'logits', 'probabilities'] as const;

const params = z.strictObject({
  output: z.string().max(500).default('').meta({
    label: 'Output',
    hint: 'Of several the one that answers; empty: the first of numbers.',
  }),
  answers: z.enum(readings).default('auto').meta({
    label: 'Its answers are',
    hint: 'auto: probabilities where they lie between 0 and 1 and add up to 1, else logits. Means nothing for numbers.',
  }),
  labels: z.array(z.string().max(1000)).max(100_000).default([]).meta({
    label: 'Labels',
    hint: 'In the order of its outputs; empty: as the dataset has them, in alphabetical or numerical order.',
  }),
  columns: z.array(z.string().max(1000)).max(100_000).default([]).meta({
    label: 'Order of columns',
    hint: 'Of a table, as the model takes them; empty: as they stand in the dataset.',
  }),
  channelsFirst: z.boolean().optional().meta({
    label: 'Channels first',
    hint: 'Of images: [channels, height, width]; absent: as the sizes of its input say.',
  }),
  scale: z.enum(pixelScales).default('unit').meta({
    label: 'Values of pixels',
    hint: 'unit: 0 to 1. signed: −1 to 1. bytes: 0 to 255. imagenet: standardised as for ImageNet.',
  }),
});
export type OnnxParams = z.infer<typeof params>;

export const onnx: FamilyDef<OnnxParams> = {
  type: 'onnx',
  title: 'Imported ONNX',
  summary: 'A model that somebody else made, judged as it is.',
  guide: {
    use: 'To know how good an imported model is on rows of your own, beside models trained here.',
    cost: 'One pass over the rows; nothing is learnt.',
    cannot: 'It cannot learn: transfer it, where it takes pictures.',
  },
  offered: 'last',
  rank: [1, 3],
  values: ['class', 'number'],
  params,
  learner: asItIs.type,
  enters(version, source, { familyParams, features }) {
    const { fitted, inputs } = takenBy(version, source, params.parse(familyParams), features);
    return { input: { kind: source.schema.kind, fitted }, inputs };
  },
  // Half of the rows are enough for what a person gets for free, and nothing is chosen by any.
  defaults: () => ({ epochs: 1, testSplit: 0.5, validationSplit: 0.2 }),
  examples: [{ inputShape: [4], outputWidth: 3, params: {} }],
};

/** badInput where such samples are not what it takes. */
export function takenBy(
  { body }: Parameters<NonNullable<FamilyDef['enters']>>[0],
  source: Parameters<NonNullable<FamilyDef['enters']>>[1],
  { columns, channelsFirst, scale }: OnnxParams,
  features: readonly string[],
): Taken {
  const bad = (message: string, place: string, hint: string) =>
    new TetradError({ code: 'badInput', message, place, hint });
  const { files, title } = bodyOf(body);
  if (!files)
    throw bad(
      `${title} was not imported as a file, so there is nothing to judge as it is.`,
      'modelVersionId',
      'Choose the version that was imported; versions that were trained here have an evaluation of their run.',
    );
  const { inputs } = body.spec as OnnxBody;
  const [input] = inputs;
  if (!input || inputs.length > 1)
    throw bad(
      `The model takes ${inputs.length} arrays: ${inputs.map(({ name }) => name).join(', ')}.`,
      'modelVersionId',
      'Only models that take one array can be asked with samples of a dataset; ask this one on the Predict page.',
    );
  const kind = kindOf(source.schema);
  if (!kind.taken)
    throw bad(
      `Imported models are asked with samples of ${kinds.all
        .filter((one) => one.taken)
        .map((one) => one.words.things)
        .join(' or ')}; these are ${kind.words.things}.`,
      'datasetId',
      'Choose another dataset.',
    );
  const order = columns.length > 0 ? columns : features;
  const missing = order.find((name) => !features.includes(name));
  if (missing !== undefined || order.length !== features.length)
    throw bad(
      missing === undefined
        ? `The order names ${order.length} columns; ${features.length} are chosen.`
        : `“${missing.slice(0, 100)}” is in the order of columns, but not among the features.`,
      'columns',
      `Name each of these once: ${features.slice(0, 12).join(', ')}.`,
    );
  return kind.taken(source, input, { features: order, channelsFirst, scale });
}
