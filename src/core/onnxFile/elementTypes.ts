/** Element types of ONNX by their numbers: what they are called, and how many bits a value has. */
export interface ElementType {
  name: string;
  bits: number;
}

const listed: [number: number, name: string, bits: number][] = [
  [1, 'float', 32],
  [2, 'uint8', 8],
  [3, 'int8', 8],
  [4, 'uint16', 16],
  [5, 'int16', 16],
  [6, 'int32', 32],
  [7, 'int64', 64],
  [8, 'string', 0],
  [9, 'bool', 8],
  [10, 'float16', 16],
  [11, 'double', 64],
  [12, 'uint32', 32],
  [13, 'uint64', 64],
  [14, 'complex64', 64],
  [15, 'complex128', 128],
  [16, 'bfloat16', 16],
  [17, 'float8e4m3fn', 8],
  [18, 'float8e4m3fnuz', 8],
  [19, 'float8e5m2', 8],
  [20, 'float8e5m2fnuz', 8],
  [21, 'uint4', 4],
  [22, 'int4', 4],
  [23, 'float4e2m1', 4],
  [24, 'float8e8m0', 8],
  [25, 'uint2', 2],
  [26, 'int2', 2],
];

const byNumber = new Map(
  listed.map(([number, name, bits]): [number, ElementType] => [number, { name, bits }]),
);

/** Undefined for one that ONNX does not have. */
export const elementType = (number: number): ElementType | undefined => byNumber.get(number);

export const elementName = (number: number | undefined): string =>
  number === undefined ? '?' : (byNumber.get(number)?.name ?? `type ${number}`);

/** Bytes of so many values, packed as files hold them. */
export const bytesOf = ({ bits }: ElementType, values: number): number => Math.ceil((values * bits) / 8);
