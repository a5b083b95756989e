/** The bytes of an .onnx file back to graph and metadata: what our own writer can say, and a clear refusal for the rest. */
import { fromBinary } from '@bufbuild/protobuf';
import { TetradError } from '#/core/protocol/errors';
import { sizeOf } from '../arch/sizeOf';
import { dtypeOf, fromRaw } from './dtypes';
import type { AttributeValue, OnnxGraph, OnnxInitializer, OnnxValue, TensorData } from './graphBuilder';
import {
  type AttributeProto,
  AttributeProto_AttributeType as AttributeType,
  type ModelProto,
  ModelProtoSchema,
  type TensorProto,
  TensorProto_DataLocation,
  type ValueInfoProto,
} from './onnx_pb';

export interface ReadModel {
  graph: OnnxGraph;
  irVersion: number;
  /** Opset version by domain; '' is the standard one. */
  opsets: Map<string, number>;
  metadata: Map<string, string>;
}

export function readModel(bytes: Uint8Array): ReadModel {
  const model = parse(bytes);
  if (!model.graph) throw new TetradError({ code: 'badInput', message: 'The ONNX file holds no graph.' });
  return {
    irVersion: Number(model.irVersion),
    opsets: new Map(model.opsetImport.map(({ domain, version }) => [domain, Number(version)])),
    metadata: new Map(model.metadataProps.map(({ key, value }) => [key, value])),
    graph: {
      inputs: model.graph.input.map(toValue),
      outputs: model.graph.output.map(toValue),
      initializers: model.graph.initializer.map(toInitializer),
      nodes: model.graph.node.map(({ opType, domain, name, input, output, attribute }) => ({
        opType,
        domain,
        name,
        inputs: input,
        outputs: output,
        attributes: Object.fromEntries(attribute.map((entry) => [entry.name, toAttributeValue(entry)])),
      })),
    },
  };
}

function parse(bytes: Uint8Array): ModelProto {
  try {
    return fromBinary(ModelProtoSchema, bytes);
  } catch (cause) {
    throw new TetradError(
      { code: 'badInput', message: 'This is not an ONNX file, or it is damaged.', hint: 'Export it again.' },
      { cause },
    );
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function toAttributeValue(attribute: AttributeProto): AttributeValue {
  switch (attribute.type) {
    case AttributeType.FLOAT:
      return attribute.f;
    case AttributeType.INT:
      return attribute.i;
    case AttributeType.STRING:
      return decoder.decode(attribute.s);
    case AttributeType.FLOATS:
      return attribute.floats;
    case AttributeType.INTS:
      return attribute.ints;
    case AttributeType.STRINGS:
      return attribute.strings.map((text) => decoder.decode(text));
    default:
      throw new TetradError({
        code: 'unsupported',
        message: `The attribute "${attribute.name}" holds a ${AttributeType[attribute.type]}, which is not supported.`,
      });
  }
}

function toValue({ name, type }: ValueInfoProto): OnnxValue {
  if (type?.value.case !== 'tensorType')
    throw new TetradError({ code: 'unsupported', message: `The value "${name}" is not a tensor.` });
  const { elemType, shape } = type.value.value;
  return {
    name,
    dtype: dtypeOf(elemType),
    shape: (shape?.dim ?? []).map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : null)),
  };
}

function toInitializer(tensor: TensorProto): OnnxInitializer {
  const { name, dims } = tensor;
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL)
    throw new TetradError({
      code: 'unsupported',
      message: `The weights "${name}" are in another file.`,
      hint: 'Save the model as one file, without external data.',
    });
  const shape = dims.map(Number);
  const data = toData(tensor);
  const size = sizeOf(shape);
  if (data.length !== size)
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" have ${data.length} values for the shape [${shape.join(', ')}].`,
    });
  return { name, dtype: dtypeOf(tensor.dataType), shape, data };
}

function toData(tensor: TensorProto): TensorData {
  const dtype = dtypeOf(tensor.dataType);
  if (dtype === 'string') return tensor.stringData.map((text) => decoder.decode(text));
  if (tensor.rawData.length > 0) return fromRaw(dtype, tensor.rawData);
  switch (dtype) {
    case 'float':
      return Float32Array.from(tensor.floatData);
    case 'double':
      return Float64Array.from(tensor.doubleData);
    case 'int64':
      return BigInt64Array.from(tensor.int64Data);
    case 'int32':
      return Int32Array.from(tensor.int32Data);
    case 'bool':
    case 'uint8':
      return Uint8Array.from(tensor.int32Data);
  }
}
