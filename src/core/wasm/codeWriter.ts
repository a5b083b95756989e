/**
 * Writes the body of a function of a WebAssembly module statement by statement, with blocks that are left by name; and the
 * instructions of whole and double numbers that assemble.ts, of vectors, does not have.
 */
import { type Code, f64, i32, i64, set, unsigned, v128 } from './assemble';

export class CodeWriter {
  readonly code: Code = [];
  readonly locals: number[] = [];
  readonly #parameters: number;
  readonly #labels: string[] = [];

  constructor(parameters: number) {
    this.#parameters = parameters;
  }

  whole = (): number => this.#local(i32);
  long = (): number => this.#local(i64);
  double = (): number => this.#local(f64);
  vector = (): number => this.#local(v128);

  put(code: Code): void {
    for (const byte of code) this.code.push(byte);
  }

  let(local: number, value: Code): void {
    this.put(set(local, value));
  }

  /** Left at its end, by the name. */
  block(name: string, write: () => void): void {
    this.#nested(name, [0x02, 0x40], write);
  }

  /** Begun again by the name. */
  loop(name: string, write: () => void): void {
    this.#nested(name, [0x03, 0x40], write);
  }

  when(condition: Code, write: () => void, otherwise?: () => void): void {
    this.put(condition);
    this.#nested('', [0x04, 0x40], () => {
      write();
      if (!otherwise) return;
      this.put([0x05]);
      otherwise();
    });
  }

  /** To the end of a block, the start of a loop. */
  go(name: string, condition?: Code): void {
    const depth = this.#labels.length - 1 - this.#labels.lastIndexOf(name);
    if (condition) this.put([...condition, 0x0d, ...unsigned(depth)]);
    else this.put([0x0c, ...unsigned(depth)]);
  }

  #nested(name: string, opening: Code, write: () => void) {
    this.put(opening);
    this.#labels.push(name);
    write();
    this.#labels.pop();
    this.put([0x0b]);
  }

  #local(type: number): number {
    return this.#parameters + this.locals.push(type) - 1;
  }
}

function signed(value: bigint): Code {
  const bytes: Code = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    if ((rest === 0n && low < 64) || (rest === -1n && low >= 64)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

export const number = (value: number): Code => [0x41, ...signed(BigInt(value | 0))];
export const longNumber = (value: number): Code => [0x42, ...signed(BigInt(value))];
export const doubleNumber = (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)];

const two =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, opcode];

export const equal = two(0x46);
export const differs = two(0x47);
export const below = two(0x49);
export const atLeastUnsigned = two(0x4f);
export const and = two(0x71);
export const or = two(0x72);
export const xor = two(0x73);
export const times = two(0x6c);
export const shiftLeft = two(0x74);
export const shiftRight = two(0x76);
export const not = (a: Code): Code => [...a, 0x45];
export const any = (...conditions: Code[]): Code => conditions.reduce((a, b) => or(a, b));

export const longAdd = two(0x7c);
export const longTimes = two(0x7e);
export const longIsZero = (a: Code): Code => [...a, 0x50];
export const longAbove = two(0x56);
export const toLong = (a: Code): Code => [...a, 0xad];

export const doubleOfLong = (a: Code): Code => [...a, 0xba];
export const doubleBelow = two(0x63);
export const doubleDivide = two(0xa3);
export const doubleNegate = (a: Code): Code => [...a, 0x9a];

export const byteAt = (address: Code, offset = 0): Code => [...address, 0x2d, 0, ...unsigned(offset)];
export const wholeAt = (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)];
export const doubleAt = (address: Code, offset = 0): Code => [...address, 0x2b, 3, ...unsigned(offset)];
export const putWhole = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0x36,
  2,
  ...unsigned(offset),
];
export const putDouble = (address: Code, value: Code, offset = 0): Code => [
  ...address,
  ...value,
  0x39,
  3,
  ...unsigned(offset),
];
export const copyBytes = (to: Code, from: Code, count: Code): Code => [
  ...to,
  ...from,
  ...count,
  0xfc,
  10,
  0,
  0,
];

export const doubleEqual = two(0x61);
export const doubleDiffers = two(0x62);
export const doubleAbove = two(0x64);
export const doubleAtLeast = two(0x66);
export const doubleAtMost = two(0x65);
export const doubleAdd = two(0xa0);
export const doubleSubtract = two(0xa1);
export const doubleTimes = two(0xa2);
export const doubleFloor = (a: Code): Code => [...a, 0x9c];
/** The nearest int32 where it holds none; 0 for NaN. */
export const wholeOfDouble = (a: Code): Code => [...a, 0xfc, 2];
/** The first where the condition is not 0. */
export const choose = (a: Code, b: Code, condition: Code): Code => [...a, ...b, ...condition, 0x1b];

const vector = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
const twoVectors =
  (opcode: number) =>
  (a: Code, b: Code): Code => [...a, ...b, ...vector(opcode)];
/** Of four int32, but for `equalDoubles`: all ones where two doubles are equal. */
export const lanes = {
  load: (address: Code): Code => [...address, ...vector(0), 4, 0],
  store: (address: Code, value: Code): Code => [...address, ...value, ...vector(11), 4, 0],
  spread: (value: number): Code => [...number(value), ...vector(17)],
  xor: twoVectors(81),
  or: twoVectors(80),
  times: twoVectors(181),
  equalDoubles: twoVectors(71),
  shiftRight: (a: Code, bits: number): Code => [...a, ...number(bits), ...vector(173)],
  shiftLeft: (a: Code, bits: number): Code => [...a, ...number(bits), ...vector(171)],
  /** Bits of the first where those of the mask are 1, else of the second. */
  choose: (a: Code, b: Code, mask: Code): Code => [...a, ...b, ...mask, ...vector(82)],
  /** Four of the eight of both, by their places. */
  pick: (a: Code, b: Code, places: readonly number[]): Code => [
    ...a,
    ...b,
    ...vector(13),
    ...places.flatMap((place) => [0, 1, 2, 3].map((byte) => place * 4 + byte)),
  ],
};

/** Of two doubles; where they are compared, all ones are a yes. */
export const pairs = {
  load: (address: Code): Code => [...address, ...vector(0), 4, 0],
  /** Of any address. */
  loadAt: (address: Code): Code => [...address, ...vector(0), 3, 0],
  spreadDouble: (value: number): Code => [...doubleNumber(value), ...vector(20)],
  equalDoubles: twoVectors(71),
  belowDoubles: twoVectors(73),
  /** The first, unless the second is less or more: the first also where that is NaN. */
  least: twoVectors(246),
  most: twoVectors(247),
  add: twoVectors(240),
  subtractLongs: twoVectors(209),
  double: (value: Code, lane: number): Code => [...value, ...vector(33), lane],
  /** One of four int32. */
  whole: (value: Code, lane: number): Code => [...value, ...vector(27), lane],
};
