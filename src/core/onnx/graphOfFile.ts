/** Somebody's graph as ours are held, so that it can be written again; what ours cannot hold is refused by name. */
import { elementName } from '../onnxFile/elementTypes';
import type { FileAttribute, FileTensor, FileValue, OnnxFile } from '../onnxFile/onnxFile';
import { tensorValues } from '../onnxFile/tensorValues';
import { TetradError } from '../protocol/errors';
import { elementTypes, fromRaw } from './dtypes';
import type { AttributeValue, OnnxDtype, OnnxGraph, OnnxInitializer, OnnxValue } from './graphBuilder';

const refused = (message: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message,
    place: 'modelVersionId',
    hint: 'Export the model in plain float32 operators of ONNX, as one file.',
  });

/** `reading`: it is not written again; an array of one number in a node is that number, others are left out. */
export function graphOfFile(
  { graph, functions }: Pick<OnnxFile, 'graph' | 'functions'>,
  { reading = false } = {},
): OnnxGraph {
  const [own] = functions;
  if (own) throw refused(`The model has a function of its own, ${own.name}, which cannot be taken apart.`);
  const initializers = graph.initializers.map(initializerOf);
  const held = new Set(initializers.map(({ name }) => name));
  const nodes: OnnxGraph['nodes'] = [];
  for (const { opType, domain, name, inputs, outputs, attributes } of graph.nodes) {
    if (domain !== '' && domain !== 'ai.onnx')
      throw refused(`The model uses the operator ${opType} of ${domain}.`);
    const [constant] = attributes;
    if (opType === 'Constant' && constant?.type === 'tensor') {
      initializers.push({ ...initializerOf(constant.value), name: outputs[0] ?? '' });
      continue;
    }
    nodes.push({
      opType,
      domain: '',
      name,
      inputs,
      outputs,
      attributes: Object.fromEntries(
        attributes.flatMap((one): [string, AttributeValue][] => {
          const value = reading ? readAttribute(one) : attributeOf(one, opType);
          return value === undefined ? [] : [[one.name, value]];
        }),
      ),
    });
  }
  return {
    inputs: graph.inputs.filter(({ name }) => !held.has(name)).map(valueOf),
    outputs: graph.outputs.map(valueOf),
    initializers,
    nodes,
  };
}

function dtypeOf(element: number | undefined, name: string): OnnxDtype {
  const dtype = elementName(element);
  if (Object.hasOwn(elementTypes, dtype)) return dtype as OnnxDtype;
  throw refused(`"${name}" is of the type ${dtype}.`);
}

const valueOf = ({ name, type }: FileValue): OnnxValue => ({
  name,
  dtype: dtypeOf(type?.element, name),
  shape: (type?.shape ?? []).map((size) => (typeof size === 'number' ? size : null)),
});

function initializerOf(tensor: FileTensor): OnnxInitializer {
  const { name, dims, data: from, element } = tensor;
  const dtype = dtypeOf(element, name);
  if (dtype !== 'string' && 'raw' in from)
    return { name, dtype, shape: dims, data: fromRaw(dtype, from.raw) };
  const values = tensorValues(tensor);
  if (Array.isArray(values)) return { name, dtype, shape: dims, data: values };
  const data =
    dtype === 'int64'
      ? BigInt64Array.from(values, (value) => (value >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(value)))
      : dtype === 'double'
        ? Float64Array.from(values)
        : dtype === 'int32'
          ? Int32Array.from(values)
          : dtype === 'float'
            ? Float32Array.from(values)
            : Uint8Array.from(values);
  return { name, dtype, shape: dims, data };
}

const decoder = new TextDecoder();

function readAttribute(attribute: FileAttribute): AttributeValue | undefined {
  if (attribute.type === 'tensor') {
    const values = attribute.value.size === 1 ? tensorValues(attribute.value) : [];
    const [value] = values;
    return typeof value === 'number' ? value : undefined;
  }
  return ['graph', 'graphs', 'tensors', 'reference', 'other'].includes(attribute.type)
    ? undefined
    : attributeOf(attribute, '');
}

function attributeOf(attribute: FileAttribute, opType: string): AttributeValue {
  switch (attribute.type) {
    case 'float':
    case 'int':
    case 'floats':
    case 'ints':
      return attribute.value;
    case 'string':
      return decoder.decode(attribute.value);
    case 'strings':
      return attribute.value.map((text) => decoder.decode(text));
    default:
      throw refused(`The operator ${opType} holds a ${attribute.type} in “${attribute.name}”.`);
  }
}
