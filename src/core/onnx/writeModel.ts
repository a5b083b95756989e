/** Graph and metadata to the bytes of an .onnx file. */
import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { elementTypes, toRaw } from './dtypes';
import {
  type AttributeValue,
  isGraph,
  type OnnxGraph,
  type OnnxInitializer,
  type OnnxNode,
  type OnnxShape,
  type OnnxValue,
} from './graphBuilder';
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './onnx_pb';

export const irVersion = 8;
export const mlOpset = 3;
export const opsets = { least: 17, most: 21, standard: 17 } as const;

export interface ModelInfo {
  name: string;
  opset: number;
  producerVersion?: string;
  description?: string;
  metadata?: ReadonlyMap<string, string>;
  /** Descriptions of inputs and outputs, by name. */
  docs?: ReadonlyMap<string, string>;
}

const encoder = new TextEncoder();

export function writeModel(graph: OnnxGraph, info: ModelInfo): Uint8Array<ArrayBuffer> {
  const usesMl = graph.nodes.some((node) => node.domain === 'ai.onnx.ml');
  const model = create(ModelProtoSchema, {
    irVersion: BigInt(irVersion),
    producerName: 'tetrad',
    producerVersion: info.producerVersion ?? '',
    docString: info.description ?? '',
    opsetImport: [
      { domain: '', version: BigInt(info.opset) },
      ...(usesMl ? [{ domain: 'ai.onnx.ml', version: BigInt(mlOpset) }] : []),
    ],
    metadataProps: Array.from(info.metadata ?? [], ([key, text]) => ({ key, value: text })),
    graph: toGraph(info.name, graph, info.docs),
  });
  return toBinary(ModelProtoSchema, model);
}

function toGraph(
  name: string,
  graph: OnnxGraph,
  docs?: ReadonlyMap<string, string>,
): MessageInitShape<typeof GraphProtoSchema> {
  const value = (entry: OnnxValue) => toValueInfo(entry, docs?.get(entry.name));
  return {
    name,
    node: graph.nodes.map(toNode),
    input: graph.inputs.map(value),
    output: graph.outputs.map(value),
    initializer: graph.initializers.map(toTensor),
  };
}

const toNode = ({ opType, domain, name, inputs, outputs, attributes }: OnnxNode) =>
  create(NodeProtoSchema, {
    opType,
    domain,
    name,
    input: inputs,
    output: outputs,
    attribute: Object.entries(attributes).map(([key, value]) => toAttribute(key, value)),
  });

function toAttribute(name: string, value: AttributeValue): AttributeProto {
  const attribute = create(AttributeProtoSchema, { name });
  if (typeof value === 'number') return Object.assign(attribute, { type: AttributeType.FLOAT, f: value });
  if (typeof value === 'bigint') return Object.assign(attribute, { type: AttributeType.INT, i: value });
  if (typeof value === 'string')
    return Object.assign(attribute, { type: AttributeType.STRING, s: encoder.encode(value) });
  if (isGraph(value))
    return Object.assign(attribute, {
      type: AttributeType.GRAPH,
      g: create(GraphProtoSchema, toGraph(name, value)),
    });
  const first = value[0];
  if (typeof first === 'number')
    return Object.assign(attribute, { type: AttributeType.FLOATS, floats: value });
  if (typeof first === 'string')
    return Object.assign(attribute, {
      type: AttributeType.STRINGS,
      strings: (value as string[]).map((text) => encoder.encode(text)),
    });
  return Object.assign(attribute, { type: AttributeType.INTS, ints: value });
}

function toTensor({ name, dtype, shape, data }: OnnxInitializer) {
  const common = { name, dataType: elementTypes[dtype], dims: shape.map(BigInt) };
  return create(
    TensorProtoSchema,
    Array.isArray(data)
      ? { ...common, stringData: data.map((text) => encoder.encode(text)) }
      : { ...common, rawData: toRaw(data) },
  );
}

function toValueInfo({ name, dtype, shape, isOpen }: OnnxValue, doc = ''): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    docString: doc,
    type: {
      value: {
        case: 'tensorType',
        value: {
          elemType: elementTypes[dtype],
          ...(!isOpen && { shape: { dim: shape.map(toDimension) } }),
        },
      },
    },
  });
}

const toDimension = (size: OnnxShape[number]) =>
  size === null || typeof size === 'string'
    ? { value: { case: 'dimParam' as const, value: size ?? 'batch' } }
    : { value: { case: 'dimValue' as const, value: BigInt(size) } };
