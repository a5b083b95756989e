import { z } from 'zod';
import { castTo } from '#/core/onnx/dtypes';
import { countTexts } from './categories';
import { asStrings } from './numberBlock';
import type { TransformDef } from './transformDef';

const params = z.object({
  strategy: z.enum(['mostFrequent', 'constant']).default('mostFrequent').meta({ label: 'Fill with' }),
  value: z
    .string()
    .default('missing')
    .meta({ label: 'Constant', hint: 'Used when filling with a constant.' }),
});
type Params = z.infer<typeof params>;
interface State {
  fill: string;
}

export const imputeText: TransformDef<Params, State> = {
  type: 'imputeText',
  title: 'Fill missing categories',
  summary: 'Replaces missing text by the most frequent category or a word of its own.',
  accepts: ['categorical', 'text', 'id'],
  input: 'string',
  output: 'string',
  params,
  fit(values, { strategy, value }) {
    const counts = strategy === 'mostFrequent' ? countTexts(asStrings(values, 'imputeText')) : [];
    return { fill: counts[0]?.text ?? value };
  },
  apply: (values, { fill }) => ({
    kind: 'string',
    data: asStrings(values, 'imputeText').data.map((text) => text || fill),
  }),
  outputNames: (name) => [name],
  toOnnx(graph, input, { fill }) {
    // Equal compares strings only from opset 19 on; a lookup of "" works in all.
    const flag = graph.node(
      'LabelEncoder',
      [input],
      { keys_strings: [''], values_int64s: [1n], default_int64: 0n },
      { domain: 'ai.onnx.ml', hint: 'isMissing' },
    );
    const missing = graph.node('Cast', [flag], { to: castTo('bool') });
    return graph.node('Where', [missing, graph.constant('string', [1, 1], [fill], 'fill'), input]);
  },
  examples: [
    { values: { kind: 'string', data: ['a', 'b', null, 'b', 'unseen'] }, params: {} },
    {
      values: { kind: 'string', data: ['a', null, 'é'] },
      params: { strategy: 'constant', value: 'missing' },
    },
    { values: { kind: 'string', data: [null, null] }, params: {} },
  ],
};
