/** What a model takes and gives, as its file says it. */
import { TetradError } from '../protocol/errors';
import type { OnnxPort } from '../protocol/predict';
import { elementName } from './elementTypes';
import type { FileValue, OnnxFile } from './onnxFile';

export interface Signature {
  inputs: OnnxPort[];
  outputs: OnnxPort[];
  /** What is not handed over, in words: outputs that are no arrays. */
  leftOut: string[];
}

/** unsupported where it takes what is no array, or gives nothing that is one. */
export function signatureOf({ graph }: Pick<OnnxFile, 'graph'>): Signature {
  // Before version 4 of the format weights stand among the inputs, too: those are only defaults.
  const weights = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !weights.has(name));
  const odd = inputs.find(({ type }) => type?.kind !== 'tensor');
  if (odd)
    throw new TetradError({
      code: 'unsupported',
      message: `The input "${odd.name}" is a ${odd.type?.text ?? 'value of no type'}; only arrays can be given.`,
      place: `input "${odd.name}"`,
      hint: 'Export the model with arrays as its inputs.',
    });
  const outputs = graph.outputs.filter(({ type }) => type === undefined || type.kind === 'tensor');
  const leftOut = graph.outputs
    .filter((output) => !outputs.includes(output))
    .map(({ name, type }) => `The output "${name}" is a ${type?.text}, which is not shown.`);
  if (outputs.length === 0)
    throw new TetradError({
      code: 'unsupported',
      message: `No output of the model is an array: ${leftOut[0] ?? 'it has none'}`,
      place: 'outputs',
      hint: 'Export it without ZipMap (skl2onnx: options={"zipmap": False}).',
    });
  return { inputs: inputs.map(toPort), outputs: outputs.map(toPort), leftOut };
}

const toPort = ({ name, type, doc }: FileValue): OnnxPort => ({
  name,
  dtype: elementName(type?.element),
  ...(type?.shape && { shape: type.shape }),
  ...(doc && { doc: doc.slice(0, 2000) }),
});

export const portText = ({ dtype, shape }: OnnxPort): string =>
  `${dtype}${shape ? ` [${shape.join(', ')}]` : ''}`;
