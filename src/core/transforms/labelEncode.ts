import { z } from 'zod';
import { castTo } from '#/core/onnx/dtypes';
import { countTexts, indexOf, lookupIndex, sortLabels } from './categories';
import { asStrings } from './numberBlock';
import type { TransformDef } from './transformDef';

const params = z.object({});
interface State {
  labels: string[];
}

export const labelEncode: TransformDef<z.infer<typeof params>, State> = {
  type: 'labelEncode',
  title: 'Label encode',
  summary: 'One number per category, in alphabetical order; missing and never seen are -1.',
  accepts: ['categorical', 'text', 'id'],
  input: 'string',
  output: 'number',
  params,
  fit: (values) => ({
    labels: sortLabels(countTexts(asStrings(values, 'labelEncode')).map(({ text }) => text)),
  }),
  apply(values, { labels }) {
    const index = indexOf(labels);
    const texts = asStrings(values, 'labelEncode').data;
    return {
      kind: 'number',
      width: 1,
      data: Float64Array.from(texts, (text) => (text ? (index.get(text) ?? -1) : -1)),
    };
  },
  outputNames: (name) => [name],
  toOnnx: (graph, input, { labels }) =>
    graph.node(
      'Cast',
      [lookupIndex(graph, input, labels, -1, -1)],
      { to: castTo('double') },
      { hint: 'label' },
    ),
  examples: [{ values: { kind: 'string', data: ['b', 'a', null, 'c', 'b'] }, params: {} }],
};
