/**
 * The GraphBuilder that layers and transforms write to. Equal constants are stored once.
 * `reserved`: output names that nothing else may take.
 */
import { TetradError } from '#/core/protocol/errors';
import type { Conv4dForm, TreeForm } from '#/core/protocol/predict';
import { sizeOf } from '../arch/sizeOf';
import type { GraphBuilder, OnnxGraph, TensorData } from './graphBuilder';
import { removeIdentity } from './passes/removeIdentity';

export function createGraphBuilder(
  reserved: readonly string[] = [],
  conv4d: Conv4dForm = 'folded',
  treeForm: TreeForm = 'ensemble',
): GraphBuilder {
  return builderOf(new Set(reserved), reserved, { conv4d, treeForm });
}

type Forms = Pick<GraphBuilder, 'conv4d' | 'treeForm'>;

function builderOf(taken: Set<string>, reserved: readonly string[], forms: Forms): GraphBuilder {
  const graph: OnnxGraph = { inputs: [], outputs: [], nodes: [], initializers: [] };
  const constants = new Map<string, string>();

  const claim = (wanted: string): string => {
    const base = toIdentifier(wanted);
    let name = base;
    for (let i = 1; taken.has(name); i++) name = `${base}_${i}`;
    taken.add(name);
    return name;
  };

  return {
    ...forms,
    input(name, dtype, shape) {
      const value = claim(name);
      graph.inputs.push({ name: value, dtype, shape });
      return value;
    },
    output(value, name, dtype, shape) {
      const unique = reserved.includes(name) ? name : claim(name);
      graph.nodes.push({
        opType: 'Identity',
        domain: '',
        name: `${unique}_out`,
        inputs: [value],
        outputs: [unique],
        attributes: {},
      });
      graph.outputs.push({ name: unique, dtype, shape });
    },
    node(opType, inputs, attributes = {}, { domain = '', hint } = {}) {
      const output = claim(hint ?? opType.charAt(0).toLowerCase() + opType.slice(1));
      graph.nodes.push({
        opType,
        domain,
        name: `${output}_${opType}`,
        inputs,
        outputs: [output],
        attributes,
      });
      return output;
    },
    nodes(opType, inputs, hints, attributes = {}) {
      const outputs = hints.map(claim);
      graph.nodes.push({ opType, domain: '', name: `${outputs[0]}_${opType}`, inputs, outputs, attributes });
      return outputs;
    },
    inner(make) {
      const builder = builderOf(taken, [], forms);
      make(builder);
      return removeIdentity(builder.build()).graph;
    },
    constant(dtype, shape, data, hint) {
      const size = sizeOf(shape);
      if (size !== data.length)
        throw new TetradError({
          code: 'internal',
          message: `The constant "${hint ?? dtype}" has ${data.length} values for the shape [${shape.join(', ')}].`,
        });
      const key = constantKey(dtype, shape, data);
      const known = key === undefined ? undefined : constants.get(key);
      if (known !== undefined) return known;
      const name = claim(hint ?? 'const');
      graph.initializers.push({ name, dtype, shape, data });
      if (key !== undefined) constants.set(key, name);
      return name;
    },
    build: () => graph,
  };
}

/** Only small constants are compared; -0 and NaN keep their own keys through their bytes. */
function constantKey(dtype: string, shape: number[], data: TensorData): string | undefined {
  if (data.length > 4096) return undefined;
  const content = Array.isArray(data)
    ? JSON.stringify(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength).join();
  return `${dtype}[${shape.join()}]${content}`;
}

/** ONNX asks for C identifiers. Letters that have no ASCII form become underscores. */
export function toIdentifier(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9_]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (ascii === '') return 'value';
  return /^[0-9]/.test(ascii) ? `_${ascii}` : ascii;
}
