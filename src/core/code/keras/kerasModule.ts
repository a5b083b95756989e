/**
 * A network as a Keras 3 program of its own (TensorFlow, JAX or PyTorch underneath): a functional model with a line for
 * each layer, and what puts the weights of the safetensors file beside it in their places. unsupported where a layer
 * has no counterpart with its settings, named.
 */
import type { ArchNode, ArchSpec } from '../../arch/archSpec';
import { inferShapes } from '../../arch/shapes';
import { TetradError } from '../../protocol/errors';
import { inputsText } from '../inputsText';
import { pythonNames } from '../pythonNames';
import type { KerasCode, KerasLayer, KerasLayerInput } from './kerasLayer';
import { kerasParts } from './kerasParts';
import { learntLayers } from './learntLayers';
import { valueLayers } from './valueLayers';

const listed: Readonly<Record<string, KerasLayer>> = { ...valueLayers, ...learntLayers };

const own = [
  'keras',
  'np',
  'layers',
  'ops',
  'w',
  'put',
  'build',
  'load',
  'network',
  'tensors',
  'float',
  'range',
];

export function kerasModule(arch: ArchSpec, weightsFile: string): string {
  const shapes = inferShapes(arch);
  const names = pythonNames(arch, [...own, ...Object.keys(kerasParts)]);
  const name = (id: string) => names.get(id) as string;
  const shapeOf = (id: string) => shapes.get(id) ?? [];
  const lines: string[] = arch.inputs.map(
    ({ name: id, shape }) =>
      `${name(id)} = keras.Input((${shape.join(', ')}${shape.length === 1 ? ',' : ''}), name="${name(id)}")`,
  );
  const puts: string[] = [];
  const used = new Set<string>();
  for (const node of arch.nodes) {
    const called = name(node.id);
    const code = codeOf(node, {
      name: called,
      inputs: node.inputs.map(name),
      shapes: node.inputs.map(shapeOf),
      shape: shapeOf(node.id),
      params: node.params,
    });
    for (const helper of code.helpers ?? []) used.add(helper);
    lines.push(`${called} = ${code.says}  # ${shapeOf(node.id).join(' x ')}`);
    for (const [part, arrays] of Object.entries(code.weights ?? {}))
      puts.push(`put("${called}${part}", ${arrays.join(', ').replace(/\bw\("/g, `w("${node.id}/`)})`);
  }
  const inputs = arch.inputs.map((input) => name(input.name)).join(', ');
  const outputs = arch.outputs.map(({ node }) => name(node)).join(', ');
  const brought = Object.entries(kerasParts)
    .filter(([helper]) => used.has(helper))
    .map(([, source]) => `\n\n${source}\n`)
    .join('');
  return `"""A network that Tetrad trained, for Keras 3. ${inputsText(arch, name)}, prepared as in the
exported ONNX file (scaled, encoded); what comes out is before the softmax or the unit of the target.
"""
import keras
import numpy as np
from keras import layers, ops
${brought}

def build():
${lines.map((line) => `    ${line}`).join('\n')}
    return keras.Model([${inputs}], [${outputs}])


def load(path="${weightsFile}"):
    """The network with the weights of a safetensors file."""
    from safetensors.numpy import load_file

    return with_weights(load_file(path))


def with_weights(tensors):
    """The same, of arrays by their names."""

    def w(name):
        return np.asarray(tensors[name])

    network = build()

    def put(name, *arrays):
        network.get_layer(name).set_weights(list(arrays))

${puts.map((line) => `    ${line}`).join('\n')}
    return network
`;
}

function codeOf(node: ArchNode, at: KerasLayerInput): KerasCode {
  const layer = Object.hasOwn(listed, node.type) ? listed[node.type] : undefined;
  const code = layer?.(at as KerasLayerInput<never>);
  if (code) return code;
  throw new TetradError({
    code: 'unsupported',
    message: `The layer “${node.id}” (${node.type}) cannot be written in Keras${layer ? ' with these settings' : ''}.`,
    place: node.id,
    hint: 'Export it as ONNX, which holds every layer.',
  });
}
