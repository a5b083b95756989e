/** The values of weights, decoded: numbers of whatever type as float32 (or float64 where that would lose), or texts. */
import { brainToNumber, halfToNumber } from '../halfFloats';
import { TetradError } from '../protocol/errors';
import { bytesOf, elementName, elementType } from './elementTypes';
import type { ExternalData, FileTensor, Pieces } from './onnxFile';
import { damaged, Wire, wireTypes } from './wire';

/** Files that came with the model, by the path that it names them by. */
export type ExternalFiles = ReadonlyMap<string, Uint8Array>;

export type TensorValues = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | string[];

const none: ExternalFiles = new Map();

export function tensorValues(tensor: FileTensor, files: ExternalFiles = none): TensorValues {
  const { data, element, size } = tensor;
  if ('sparse' in data)
    throw new TetradError({
      code: 'unsupported',
      message: `The weights "${tensor.name}" are sparse, which is not read yet.`,
      place: `weights "${tensor.name}"`,
    });
  const values =
    'typed' in data
      ? fromPieces(data.typed, element)
      : fromRaw('raw' in data ? data.raw : externalBytes(tensor, data.external, files), element, size);
  if (values.length === size) return values;
  throw new TetradError({
    code: 'badInput',
    message: `The weights "${tensor.name}" have ${values.length.toLocaleString('en')} values for the shape [${tensor.dims.join(', ')}].`,
    place: `weights "${tensor.name}"`,
    hint: 'The file is damaged. Export it again.',
  });
}

/** badInput or notFound where the file beside the model does not hold them. */
export function externalBytes(
  { name, dims, size, element }: Pick<FileTensor, 'name' | 'dims' | 'size' | 'element'>,
  { location, offset, length }: ExternalData,
  files: ExternalFiles,
): Uint8Array {
  const place = `weights "${name}"`;
  const file = files.get(location);
  if (!file)
    throw new TetradError({
      code: 'notFound',
      message: `The weights "${name}" are in the file "${location.slice(0, 120)}", which is not here.`,
      place,
      hint: 'Drop it together with the .onnx file.',
    });
  const type = elementType(element);
  const wanted = type ? bytesOf(type, size) : 0;
  if (length !== undefined && length !== wanted)
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" are said to take ${length} bytes of "${location}"; [${dims.join(', ')}] takes ${wanted}.`,
      place,
      hint: 'The model and the file of weights do not belong together.',
    });
  if (offset + wanted > file.length)
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" end at byte ${offset + wanted} of "${location}", which has ${file.length}.`,
      place,
      hint: 'The file of weights is cut off, or of another model.',
    });
  return file.subarray(offset, offset + wanted);
}

function fromRaw(raw: Uint8Array, element: number, size: number): TensorValues {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const floats = (width: number, read: (at: number) => number) => {
    const values = new Float32Array(size);
    for (let i = 0; i < size; i++) values[i] = read(i * width);
    return values;
  };
  const doubles = (width: number, read: (at: number) => number) => {
    const values = new Float64Array(size);
    for (let i = 0; i < size; i++) values[i] = read(i * width);
    return values;
  };
  switch (elementName(element)) {
    case 'float':
      return floats(4, (at) => view.getFloat32(at, true));
    case 'double':
      return doubles(8, (at) => view.getFloat64(at, true));
    case 'float16':
      return floats(2, (at) => halfToNumber(view.getUint16(at, true)));
    case 'bfloat16':
      return floats(2, (at) => brainToNumber(view.getUint16(at, true)));
    case 'uint8':
    case 'bool':
      return floats(1, (at) => view.getUint8(at));
    case 'int8':
      return floats(1, (at) => view.getInt8(at));
    case 'uint16':
      return floats(2, (at) => view.getUint16(at, true));
    case 'int16':
      return floats(2, (at) => view.getInt16(at, true));
    case 'int32':
      return doubles(4, (at) => view.getInt32(at, true));
    case 'uint32':
      return doubles(4, (at) => view.getUint32(at, true));
    case 'int64':
      return doubles(8, (at) => Number(view.getBigInt64(at, true)));
    case 'uint64':
      return doubles(8, (at) => Number(view.getBigUint64(at, true)));
    case 'uint4':
    case 'int4': {
      const signed = elementName(element) === 'int4';
      return floats(1, (at) => {
        const nibble = (view.getUint8(at >> 1) >> (at % 2 === 0 ? 0 : 4)) & 15;
        return signed && nibble > 7 ? nibble - 16 : nibble;
      });
    }
    default:
      throw new TetradError({
        code: 'unsupported',
        message: `Values of the type ${elementName(element)} are not shown here.`,
      });
  }
}

function fromPieces({ field, pieces }: Pieces, element: number): TensorValues {
  const name = elementName(element);
  if (field === 'text') return pieces.map(({ bytes }) => new TextDecoder().decode(bytes));
  if (field === 'float' || field === 'double') {
    const width = field === 'float' ? 4 : 8;
    const total = pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const values = field === 'float' ? new Float32Array(total / width) : new Float64Array(total / width);
    let at = 0;
    for (const { bytes, type } of pieces) {
      const alone = field === 'float' ? wireTypes.fixed32 : wireTypes.fixed64;
      if (bytes.length % width !== 0 || (type !== wireTypes.bytes && type !== alone))
        throw damaged('the values of an array are cut off.');
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      for (let i = 0; i < bytes.length; i += width)
        values[at++] = field === 'float' ? view.getFloat32(i, true) : view.getFloat64(i, true);
    }
    return values;
  }
  const values: number[] = [];
  for (const { bytes } of pieces)
    for (const value of new Wire(bytes).varints()) {
      const number = Number(name === 'uint64' ? BigInt.asUintN(64, value) : value);
      // Floats of two bytes are written as their bits.
      values.push(
        name === 'float16' ? halfToNumber(number) : name === 'bfloat16' ? brainToNumber(number) : number,
      );
    }
  return Float64Array.from(values);
}
