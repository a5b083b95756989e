/**
 * OnnxDtype to and from the format's element type numbers, and constants to and from raw little-endian
 * bytes. Free of the protobuf library, so that layers and transforms may use it anywhere.
 */
import { TetradError } from '#/core/protocol/errors';
import type { OnnxDtype, TensorData } from './graphBuilder';

export const elementTypes: Record<OnnxDtype, number> = {
  float: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  double: 11,
};

/** The value of Cast's attribute `to`. */
export const castTo = (dtype: OnnxDtype): bigint => BigInt(elementTypes[dtype]);

export function dtypeOf(elementType: number): OnnxDtype {
  for (const [dtype, type] of Object.entries(elementTypes))
    if (type === elementType) return dtype as OnnxDtype;
  throw new TetradError({
    code: 'unsupported',
    message: `The ONNX element type number ${elementType} is not supported.`,
  });
}

const makers: Record<Exclude<OnnxDtype, 'string'>, (buffer: ArrayBuffer) => Exclude<TensorData, string[]>> = {
  float: (buffer) => new Float32Array(buffer),
  double: (buffer) => new Float64Array(buffer),
  int64: (buffer) => new BigInt64Array(buffer),
  int32: (buffer) => new Int32Array(buffer),
  bool: (buffer) => new Uint8Array(buffer),
  uint8: (buffer) => new Uint8Array(buffer),
};

export const fromRaw = (dtype: Exclude<OnnxDtype, 'string'>, raw: Uint8Array): TensorData =>
  makers[dtype](raw.slice().buffer);

export const toRaw = (data: Exclude<TensorData, string[]>): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
