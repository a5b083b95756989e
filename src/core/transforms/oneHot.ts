import { z } from 'zod';
import { castTo } from '#/core/onnx/dtypes';
import { countTexts, indexOf, lookupIndex, sortLabels } from './categories';
import { asStrings } from './numberBlock';
import type { TransformDef } from './transformDef';

const params = z.object({
  maxCategories: z
    .int()
    .min(1)
    .max(4096)
    .default(64)
    .meta({ label: 'Most categories', hint: 'The rarest beyond this share one column, "other".' }),
  missingColumn: z
    .boolean()
    .default(false)
    .meta({ label: 'Column for missing', hint: 'Off: a missing value is zero in every column.' }),
});
type Params = z.infer<typeof params>;
interface State {
  categories: string[];
  /** Rare categories were folded away: everything not listed (rare or never seen) counts as "other". */
  other: boolean;
}

/** Column of a text, -1 for none. Without "other", what was never seen is zero in every column. */
function layout({ categories, other }: State, { missingColumn }: Params) {
  const width = categories.length + Number(other) + Number(missingColumn);
  return { width, unknown: other ? categories.length : -1, missing: missingColumn ? width - 1 : -1 };
}

export const oneHot: TransformDef<Params, State> = {
  type: 'oneHot',
  title: 'One-hot',
  summary: 'One 0/1 column per category.',
  accepts: ['categorical', 'text', 'id'],
  input: 'string',
  output: 'number',
  params,
  fit(values, { maxCategories }) {
    const counts = countTexts(asStrings(values, 'oneHot'));
    const other = counts.length > maxCategories;
    // "other" takes one of the allowed columns.
    const kept = other ? counts.slice(0, Math.max(1, maxCategories - 1)) : counts;
    return { categories: sortLabels(kept.map(({ text }) => text)), other };
  },
  apply(values, state, p) {
    const texts = asStrings(values, 'oneHot').data;
    const { width, unknown, missing } = layout(state, p);
    const index = indexOf(state.categories);
    const data = new Float64Array(texts.length * width);
    texts.forEach((text, row) => {
      const column = text ? (index.get(text) ?? unknown) : missing;
      if (column >= 0) data[row * width + column] = 1;
    });
    return { kind: 'number', width, data };
  },
  outputNames: (name, { categories, other }, { missingColumn }) => [
    ...categories.map((category) => `${name}=${category}`),
    ...(other ? [`${name}=(other)`] : []),
    ...(missingColumn ? [`${name}=(missing)`] : []),
  ],
  category: (column, { categories, other }) =>
    categories[column] ?? (other && column === categories.length ? '(other)' : '(missing)'),
  toOnnx(graph, input, state, p) {
    const { width, unknown, missing } = layout(state, p);
    const index = lookupIndex(graph, input, state.categories, unknown, missing);
    const columns = graph.constant(
      'int64',
      [1, width],
      BigInt64Array.from({ length: width }, (_, column) => BigInt(column)),
    );
    // [N,1] == [1,width]: -1 equals no column, which is the all-zero row.
    return graph.node(
      'Cast',
      [graph.node('Equal', [index, columns])],
      { to: castTo('double') },
      { hint: 'oneHot' },
    );
  },
  examples: [
    { values: { kind: 'string', data: ['red', 'blue', null, 'red', 'großer Test'] }, params: {} },
    { values: { kind: 'string', data: ['a', null, 'b'] }, params: { missingColumn: true } },
    {
      values: { kind: 'string', data: ['a', 'a', 'b', 'b', 'c', 'd', null] },
      params: { maxCategories: 3, missingColumn: true },
    },
    { values: { kind: 'string', data: ['10', '9', '__proto__', 'constructor'] }, params: {} },
  ],
};
