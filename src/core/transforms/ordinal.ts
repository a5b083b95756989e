import { z } from 'zod';
import { castTo } from '#/core/onnx/dtypes';
import { countTexts, indexOf, lookupIndex, sortLabels } from './categories';
import { asStrings } from './numberBlock';
import type { TransformDef } from './transformDef';

const params = z.object({
  order: z
    .array(z.string())
    .default([])
    .meta({ label: 'Order', hint: 'Lowest first. Empty: alphabetical, numbers by value.' }),
});
interface State {
  order: string[];
}

export const ordinal: TransformDef<z.infer<typeof params>, State> = {
  type: 'ordinal',
  title: 'Ordinal',
  summary: 'Position in an order of your own (low, medium, high). What is not in it counts as missing.',
  accepts: ['categorical', 'text', 'id'],
  input: 'string',
  output: 'number',
  params,
  fit: (values, { order }) => ({
    order: order.length
      ? [...new Set(order)].filter((text) => text !== '')
      : sortLabels(countTexts(asStrings(values, 'ordinal')).map(({ text }) => text)),
  }),
  apply(values, { order }) {
    const index = indexOf(order);
    const texts = asStrings(values, 'ordinal').data;
    return {
      kind: 'number',
      width: 1,
      data: Float64Array.from(texts, (text) => (text ? (index.get(text) ?? Number.NaN) : Number.NaN)),
    };
  },
  outputNames: (name) => [name],
  toOnnx(graph, input, { order }) {
    const index = graph.node('Cast', [lookupIndex(graph, input, order, -1, -1)], { to: castTo('double') });
    const known = graph.node('GreaterOrEqual', [index, graph.constant('double', [], Float64Array.of(0))]);
    return graph.node('Where', [known, index, graph.constant('double', [], Float64Array.of(Number.NaN))]);
  },
  examples: [
    {
      values: { kind: 'string', data: ['low', 'high', null, 'medium', 'extreme'] },
      params: { order: ['low', 'medium', 'high'] },
    },
    { values: { kind: 'string', data: ['10', '9', '100', null] }, params: {} },
  ],
};
