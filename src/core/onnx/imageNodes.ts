/** The entrance of an exported model on images or clips: pixels as they are, without a program around the file. */
import { type FittedImages, imageShape } from '../images/fittedImages';
import type { ExportedInput } from '../kinds/kindDef';
import { castTo } from './dtypes';
import type { GraphBuilder, OnnxShape } from './graphBuilder';

export const addImageInput = (
  graph: GraphBuilder,
  fitted: FittedImages,
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } =>
  addPixelInput(graph, 'image', imageShape(fitted), fitted, batch);

/** uint8 [batch, ...shape], channels last, to what the network takes; the same float32 arithmetic as in training. */
export function addPixelInput(
  graph: GraphBuilder,
  column: string,
  shape: number[],
  { mean, std }: Pick<FittedImages, 'mean' | 'std'>,
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } {
  const name = graph.input(column, 'uint8', [batch, ...shape]);
  const numbers = graph.node('Cast', [name], { to: castTo('float') }, { hint: 'pixels' });
  const row = (values: readonly number[], hint: string) =>
    graph.constant('float', [values.length], Float32Array.from(values), hint);
  const centred = graph.node('Sub', [numbers, row(mean, 'mean')]);
  const value = graph.node('Div', [centred, row(std, 'std')], {}, { hint: 'features' });
  return { input: { name, column, dtype: 'uint8', shape }, value };
}
