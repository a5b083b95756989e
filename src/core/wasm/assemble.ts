/** The little of WebAssembly's binary format that our kernels need. Code is a flat list of bytes, written as nested calls. */
export type Code = number[];

export const i32 = 0x7f;
export const f32 = 0x7d;
export const v128 = 0x7b;
export const i64 = 0x7e;
export const f64 = 0x7c;

export function unsigned(value: number): Code {
  const bytes: Code = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return bytes;
}

/** Up to 63: one byte of signed LEB128. */
export const constant = (value: number): Code => {
  if (value < 0 || value > 63) throw new Error(`${value} needs more than one byte.`);
  return [0x41, value];
};
export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x6c];
export const atLeast = (a: Code, b: Code): Code => [...a, ...b, 0x4e];
export const advance = (local: number, by: Code): Code => set(local, add(get(local), by));

/** block, loop; out of the block when the condition is 0; body; back to the loop. */
const opening = [0x02, 0x40, 0x03, 0x40];
const leaving = [0x45, 0x0d, 1];
const closing = [0x0c, 0, 0x0b, 0x0b];
export const whileTrue = (condition: Code, body: Code): Code => [
  ...opening,
  ...condition,
  ...leaving,
  ...body,
  ...closing,
];

export const loadInteger = (address: Code): Code => [...address, 0x28, 2, 0];
export const loadFloat = (address: Code, offset = 0): Code => [...address, 0x2a, 2, offset];
export const storeFloat = (address: Code, value: Code): Code => [...address, ...value, 0x38, 2, 0];
export const addFloat = (a: Code, b: Code): Code => [...a, ...b, 0x92];
export const multiplyFloat = (a: Code, b: Code): Code => [...a, ...b, 0x94];
export const zeroFloat: Code = [0x43, 0, 0, 0, 0];

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
export const load = (address: Code, offset = 0): Code => [...address, ...vector(0), 2, offset];
/** One value in all four lanes. */
export const loadSpread = (address: Code, offset = 0): Code => [...address, ...vector(9), 2, offset];
export const store = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  ...vector(11),
  2,
  offset,
];
export const zero: Code = [...vector(12), ...Array.from({ length: 16 }, () => 0)];
export const lane = (value: Code, index: number): Code => [...value, ...vector(31), index];

/** Lane 0, the others are 0. */
export const loadFirst = (address: Code): Code => [...address, ...vector(92), 2, 0];
export const storeFirst = (address: Code, value: Code): Code => [
  ...address,
  ...value,
  ...vector(90),
  2,
  0,
  0,
];
export const one: Code = [...vector(12), ...Array.from({ length: 4 }, () => [0, 0, 0x80, 0x3f]).flat()];
/** Of four floats each. */
export const vectorOps = {
  lessThan: (a: Code, b: Code): Code => [...a, ...b, ...vector(67)],
  and: (a: Code, b: Code): Code => [...a, ...b, ...vector(78)],
  abs: (x: Code): Code => [...x, ...vector(224)],
  neg: (x: Code): Code => [...x, ...vector(225)],
  sqrt: (x: Code): Code => [...x, ...vector(227)],
  add: (a: Code, b: Code): Code => [...a, ...b, ...vector(228)],
  sub: (a: Code, b: Code): Code => [...a, ...b, ...vector(229)],
  mul: (a: Code, b: Code): Code => [...a, ...b, ...vector(230)],
  div: (a: Code, b: Code): Code => [...a, ...b, ...vector(231)],
  minimum: (a: Code, b: Code): Code => [...a, ...b, ...vector(232)],
  maximum: (a: Code, b: Code): Code => [...a, ...b, ...vector(233)],
};

/** a * b + c in each lane, in one instruction where the browser has it. */
export const multiplyAdd = (a: Code, b: Code, c: Code, relaxed: boolean): Code =>
  relaxed ? [...a, ...b, ...c, ...vector(261)] : [...a, ...b, ...vector(230), ...c, ...vector(228)];

export interface WasmFunction {
  name: string;
  /** All i32. */
  parameters: number;
  /** Types of further locals, numbered after the parameters. */
  locals: number[];
  body: Code;
}

const list = (items: Code[]): Code => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: Code): Code => [...unsigned(bytes.length), ...bytes];
const text = (value: string): Code => sized([...new TextEncoder().encode(value)]);

/** "\0asm", version 1. */
const magic = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0];

/** A module over the imported memory `env.memory`; its functions return nothing. */
export function assemble(functions: readonly WasmFunction[], sharedMemory: boolean): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: Code): Code => [id, ...sized(content)];
  const limits = sharedMemory ? [3, 0, ...unsigned(65_536)] : [0, 0];
  const types = functions.map(({ parameters }) => [
    0x60,
    ...list(Array.from({ length: parameters }, () => [i32])),
    0,
  ]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...list(locals.map((type) => [1, type])), ...body, 0x0b]),
  );
  return Uint8Array.from([
    ...magic,
    ...section(1, list(types)),
    ...section(2, list([[...text('env'), ...text('memory'), 2, ...limits]])),
    ...section(3, list(functions.map((_, i) => unsigned(i)))),
    ...section(7, list(functions.map(({ name }, i) => [...text(name), 0, ...unsigned(i)]))),
    ...section(10, list(bodies)),
  ]);
}
