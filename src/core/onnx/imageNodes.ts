/** The entrance of an exported model on images: pixels as they are, without a program around the file. */
import { type FittedImages, imageShape } from '../images/fittedImages';
import type { ExportedInput } from '../kinds/kindDef';
import { castTo } from './dtypes';
import type { GraphBuilder, OnnxShape } from './graphBuilder';

const imageInput = 'image';

/** uint8 [batch, height, width, channels] to what the network takes; the same float32 arithmetic as in training. */
export function addImageInput(
  graph: GraphBuilder,
  fitted: FittedImages,
  batch: OnnxShape[number],
): { input: ExportedInput; value: string } {
  const shape = imageShape(fitted);
  const name = graph.input(imageInput, 'uint8', [batch, ...shape]);
  const numbers = graph.node('Cast', [name], { to: castTo('float') }, { hint: 'pixels' });
  const row = (values: readonly number[], hint: string) =>
    graph.constant('float', [values.length], Float32Array.from(values), hint);
  const centred = graph.node('Sub', [numbers, row(fitted.mean, 'mean')]);
  const value = graph.node('Div', [centred, row(fitted.std, 'std')], {}, { hint: 'features' });
  return { input: { name, column: imageInput, dtype: 'uint8', shape }, value };
}
