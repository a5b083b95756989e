/**
 * What an explainer finds: numbers laid out over what they speak of, with the words to read them by. Kept as one
 * safetensors file: the numbers as the tensor "values", everything else in its metadata.
 */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { readSafetensors, writeSafetensors } from '../safetensors/safetensors';

const floats = z.custom<Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(
  (value) => value instanceof Float64Array || value instanceof Float32Array,
  'expected numbers',
);

/** How far an explanation by gradients can be trusted. */
const checks = z.strictObject({
  /** What its values come to, and what they should come to. */
  added: z.strictObject({ sum: z.number(), whole: z.number() }).optional(),
  /** The weights of so many layers, from the answer on, drawn anew: rank correlation with what was found. */
  anew: z.array(z.strictObject({ layers: z.int(), correlation: z.number() })),
  /** Layers that have weights. */
  layers: z.int(),
  /** Other seeds: the least rank correlation with what was found. */
  seeds: z.strictObject({ count: z.int(), correlation: z.number() }).optional(),
});

/** What a positive and a negative value of a map say, and how it came about. */
const signs = z.strictObject({ more: z.string(), less: z.string(), how: z.string() });

const found = {
  checks: checks.optional(),
  /** What a value is, in words: "Drop in accuracy". */
  measure: z.string(),
  /** What the model does when nothing is disturbed: an accuracy, a probability, a value. */
  baseline: z.object({ name: z.string(), value: z.number() }),
  values: floats,
  /** What to know when it is read: columns that go together. */
  notes: z.array(z.string()).optional(),
};

/** One figure for each column, perhaps several times. */
const importances = z.strictObject({
  form: z.literal('importances'),
  ...found,
  /** Columns, repeats. */
  shape: z.tuple([z.int(), z.int()]),
  names: z.array(z.string()),
  /** Rows that were asked. */
  rows: z.int(),
});

/** One figure for each place of a window. */
const volume = z.strictObject({
  form: z.literal('volume'),
  ...found,
  /** Times, x, y, z, parts. */
  shape: z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]),
  /** What the last axis is: channels, or all of them as one. */
  parts: z.array(z.string()),
  /** How often the model was asked. */
  asked: z.int(),
  /** Without: what is lost when a place is hidden. */
  signs: signs.optional(),
});

/** One figure for each place of an image. */
const picture = z.strictObject({
  form: z.literal('picture'),
  ...found,
  /** Height, width, parts. */
  shape: z.tuple([z.int(), z.int(), z.int()]),
  /** What the last axis is: channels, or all of them as one. */
  parts: z.array(z.string()),
  /** How often the model was asked. */
  asked: z.int(),
  /** Without: what is lost when a place is hidden. */
  signs: signs.optional(),
});

/** One figure for each time and frequency of a sound, as a network hears it. */
const heard = z.strictObject({
  form: z.literal('heard'),
  ...found,
  /** Times, bands from the lowest. */
  shape: z.tuple([z.int(), z.int()]),
  asked: z.int(),
  signs,
});

/** One figure for each place of each frame of a clip. */
const clip = z.strictObject({
  form: z.literal('clip'),
  ...found,
  /** Frames, height, width, parts. */
  shape: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** What the last axis is: channels, or all of them as one. */
  parts: z.array(z.string()),
  /** How often the model was asked. */
  asked: z.int(),
  /** Without: what is lost when a place is hidden. */
  signs: signs.optional(),
});

/** One figure for each step of each channel of a window. */
const course = z.strictObject({
  form: z.literal('course'),
  ...found,
  /** Steps, channels. */
  shape: z.tuple([z.int(), z.int()]),
  /** By channel: what was looked at. */
  series: z.array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })),
  asked: z.int(),
  signs,
});

/** What each token of a sample takes of each other, by layer and head. */
const attention = z.strictObject({
  form: z.literal('attention'),
  ...found,
  /** Layers, heads, tokens that look, tokens that are looked at. Along the last axis they sum to 1. */
  shape: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** Nodes of the network, from the input on. */
  layers: z.array(z.string()),
  /** What each is: a piece of a text, a patch, some steps. */
  tokens: z.array(z.string()),
  /** The token that the answer is read from; of all of them, in the mean, without. */
  answer: z.int().optional(),
  /** Of tokens that are cut from a field of places, by axis: how many, of how many places, so many each, and how many before the first place. */
  grid: z
    .strictObject({
      count: z.array(z.int()),
      size: z.array(z.int()),
      step: z.array(z.int()),
      before: z.array(z.int()),
    })
    .optional(),
  /** Of a window: what was looked at, by channel. */
  series: z.array(z.strictObject({ name: z.string(), values: z.array(z.number().nullable()) })).optional(),
});

/** How answers come from the mean answer, by row and column. */
const contributions = z.strictObject({
  form: z.literal('contributions'),
  ...found,
  /** Rows, columns, and of each what it adds to the answer and where the column's value stands (0 least, 1 largest; NaN: a text). */
  shape: z.tuple([z.int(), z.int(), z.literal(2)]),
  names: z.array(z.string()),
  /** Values as text, rows by columns; none of very many. */
  given: z.array(z.string()),
  /** Which rows of the dataset version they are, where they are some. */
  numbers: z.array(z.int()).optional(),
  /** By row. */
  answers: z.array(z.number()),
  /** That were explained; of one, those of the background. */
  rows: z.int(),
  /** Rows that columns take their values from where they are not known. */
  background: z.int(),
  /** How many sets of known columns were asked, and whether these are all. */
  coalitions: z.int(),
  exact: z.boolean(),
});

/** How the answer moves along each column: the mean first, then rows for themselves. */
const curves = z.strictObject({
  form: z.literal('curves'),
  ...found,
  /** Columns, curves, places; NaN where a column has fewer. */
  shape: z.tuple([z.int(), z.int(), z.int()]),
  /** Places of each: as text, and of numbers where they are. */
  columns: z.array(
    z.strictObject({ name: z.string(), labels: z.array(z.string()), positions: z.array(z.number()) }),
  ),
  /** Least and largest of all values. */
  range: z.tuple([z.number(), z.number()]),
  rows: z.int(),
  /** How they came about, where they are no partial dependence. */
  how: z.string().optional(),
});

/** How the answer moves with two columns together, beyond what each does by itself. */
const surface = z.strictObject({
  form: z.literal('surface'),
  ...found,
  /** Places along the first column, and along the second. */
  shape: z.tuple([z.int(), z.int()]),
  columns: z.tuple([
    z.strictObject({ name: z.string(), positions: z.array(z.number()) }),
    z.strictObject({ name: z.string(), positions: z.array(z.number()) }),
  ]),
  /** Rows between two places of both, row-major. */
  counts: z.array(z.int()),
  rows: z.int(),
});

/** How far columns work together, by pair. */
const interactions = z.strictObject({
  form: z.literal('interactions'),
  ...found,
  /** Columns, columns, and of each pair the share (H) and how far it moves answers; of a column with itself: with all others. */
  shape: z.tuple([z.int(), z.int(), z.literal(2)]),
  names: z.array(z.string()),
  rows: z.int(),
});

/** One figure for each word or piece of a text. */
const words = z.strictObject({
  form: z.literal('words'),
  ...found,
  shape: z.tuple([z.int()]),
  /** With what stands before each in the text. */
  words: z.array(z.strictObject({ before: z.string(), text: z.string() })),
  asked: z.int(),
});

const imitationNode = z.strictObject({
  rows: z.int(),
  /** Of a number `atMost`, of a text `oneOf`; where the value is missing it is said to hold or not. */
  ask: z
    .strictObject({
      column: z.int(),
      atMost: z.number().optional(),
      oneOf: z.array(z.string()).optional(),
      missing: z.enum(['holds', 'fails']),
    })
    .optional(),
  /** Numbers of the nodes that follow. */
  holds: z.int().optional(),
  fails: z.int().optional(),
});
export type ImitationNode = z.infer<typeof imitationNode>;

/** A tree that answers like the model. */
const imitation = z.strictObject({
  form: z.literal('imitation'),
  ...found,
  /** Nodes, numbers of an answer. */
  shape: z.tuple([z.int(), z.int()]),
  names: z.array(z.string()),
  /** Of classes. */
  labels: z.array(z.string()),
  target: z.string(),
  nodes: z.array(imitationNode),
  /** Over all numbers of the answers, on rows that it was not grown from. */
  r2: z.number(),
  rows: z.int(),
  judged: z.int(),
});

/** Samples near to one in what the model sees, or that led to its answer. */
const neighbours = z.strictObject({
  form: z.literal('neighbours'),
  ...found,
  /** Samples. */
  shape: z.tuple([z.int()]),
  samples: z.array(
    z.strictObject({
      /** In the dataset version. */
      row: z.int(),
      truth: z.string(),
      answer: z.string(),
      /** Of tables: cells as text, by column. */
      cells: z.array(z.string()),
    }),
  ),
  names: z.array(z.string()),
  given: z.array(z.string()),
  /** What distances are of. */
  space: z.string(),
  /** Values are no distances: how far each sample moved the answer. */
  moves: z.literal(true).optional(),
  rows: z.int(),
});

const cell = z.union([z.string(), z.number(), z.null()]);

/** Rows near to one with another answer. */
const counterfactuals = z.strictObject({
  form: z.literal('counterfactuals'),
  ...found,
  /** Ways, columns: how far each column moves, 0 where it stays (texts 1). */
  shape: z.tuple([z.int(), z.int()]),
  names: z.array(z.string()),
  /** The row as it is. */
  given: z.array(cell),
  /** `figure`: of a label its probability, else the number. */
  ways: z.array(z.strictObject({ row: z.array(cell), answer: z.string(), figure: z.number() })),
  answer: z.string(),
  wanted: z.string(),
  fixed: z.array(z.string()),
  /** Figures are probabilities. */
  isShare: z.boolean(),
  /** Background rows that lent their values. */
  rows: z.int(),
});

const attribution = z.discriminatedUnion('form', [
  importances,
  volume,
  picture,
  heard,
  clip,
  course,
  attention,
  contributions,
  curves,
  surface,
  interactions,
  words,
  imitation,
  neighbours,
  counterfactuals,
]);

export type Attribution = z.infer<typeof attribution>;
export type AttributionForm = Attribution['form'];
export type Importances = z.infer<typeof importances>;
export type Volume = z.infer<typeof volume>;
export type Picture = z.infer<typeof picture>;
export type Heard = z.infer<typeof heard>;
export type Clip = z.infer<typeof clip>;
export type Course = z.infer<typeof course>;
export type ExplanationChecks = z.infer<typeof checks>;
export type Contributions = z.infer<typeof contributions>;
export type Counterfactuals = z.infer<typeof counterfactuals>;
export type Surface = z.infer<typeof surface>;
export type Interactions = z.infer<typeof interactions>;
export type Words = z.infer<typeof words>;
export type Imitation = z.infer<typeof imitation>;
export type Neighbours = z.infer<typeof neighbours>;
export type DependenceCurves = z.infer<typeof curves>;
export type AttentionShares = z.infer<typeof attention>;

export function encodeAttribution(found: Attribution): Uint8Array<ArrayBuffer> {
  const { values, ...about } = found;
  return writeSafetensors(
    new Map([['values', { shape: [...found.shape], data: values }]]),
    new Map([['attribution', JSON.stringify(about)]]),
  );
}

export function parseAttribution(bytes: Uint8Array): Attribution {
  try {
    const { tensors, metadata } = readSafetensors(bytes);
    const about: unknown = JSON.parse(metadata.get('attribution') ?? '');
    const values = tensors.get('values');
    const parsed = attribution.parse({ ...(about as object), values: values?.data });
    if (parsed.shape.join() !== values?.shape.join()) throw new Error('its shape is not that of its values');
    return parsed;
  } catch (cause) {
    throw new TetradError(
      {
        code: 'corrupt',
        message: `The stored explanation cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
        hint: 'Explain again.',
      },
      { cause },
    );
  }
}
