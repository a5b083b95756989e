/** ONNX files written as protocol buffers by hand: what no library would write. */
export const varint = (value: bigint | number): number[] => {
  let left = BigInt.asUintN(64, BigInt(value));
  const bytes: number[] = [];
  for (; left > 127n; left >>= 7n) bytes.push(Number(left & 127n) | 128);
  return [...bytes, Number(left)];
};
export const int = (field: number, value: bigint | number): number[] => [
  ...varint(field * 8),
  ...varint(value),
];
export const bytes = (field: number, content: ArrayLike<number>): number[] => [
  ...varint(field * 8 + 2),
  ...varint(content.length),
  ...Array.from(content),
];
export const text = (field: number, value: string): number[] => bytes(field, new TextEncoder().encode(value));
export const node = (op: string, inputs: string[], outputs: string[], ...more: number[][]): number[] =>
  bytes(1, [
    ...inputs.flatMap((name) => text(1, name)),
    ...outputs.flatMap((name) => text(2, name)),
    ...text(4, op),
    ...more.flat(),
  ]);
export const model = (graph: number[], opset = 17, ir = 8): Uint8Array =>
  Uint8Array.from([...int(1, ir), ...bytes(7, graph), ...bytes(8, int(2, opset))]);
export const weights = (dims: (bigint | number)[], ...more: number[][]): number[] =>
  bytes(5, [...dims.flatMap((dim) => int(1, dim)), ...int(2, 1), ...text(8, 'W'), ...more.flat()]);
export const through = (...more: number[][]): number[] => [
  ...bytes(11, text(1, 'x')),
  ...node('Relu', ['x'], ['y']),
  ...bytes(12, text(1, 'y')),
  ...more.flat(),
];
