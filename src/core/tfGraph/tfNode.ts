/** A node of a TensorFlow graph as model.json has it (GraphDef in JSON), its attributes read by type. Nothing is believed. */
import { TetradError } from '../protocol/errors';

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export class TfNode {
  readonly name: string;
  readonly op: string;
  /** Of values; what only has to have run before is left out. */
  readonly inputs: readonly string[];
  readonly #attributes: Record<string, unknown>;

  constructor(value: unknown, at: number) {
    const given = isObject(value) ? value : {};
    const { name, op, input = [], attr = {} } = given;
    if (typeof name !== 'string' || typeof op !== 'string' || !Array.isArray(input) || !isObject(attr))
      throw damaged(`Its node ${at + 1} names no operation.`, `node ${at + 1}`);
    this.name = name;
    this.op = op;
    this.inputs = input.map(String).filter((one) => !one.startsWith('^'));
    this.#attributes = attr;
  }

  #of(key: string, field: string): unknown {
    const value = Object.hasOwn(this.#attributes, key) ? this.#attributes[key] : undefined;
    return isObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  }

  /** Texts are base64. */
  text(key: string, standard: string): string {
    const value = this.#of(key, 's');
    return typeof value === 'string' ? plain(value) : standard;
  }

  truth(key: string, standard = false): boolean {
    const value = this.#of(key, 'b');
    return typeof value === 'boolean' ? value : standard;
  }

  number(key: string, standard: number): number {
    const value = Number(this.#of(key, 'f') ?? this.#of(key, 'i') ?? standard);
    return Number.isFinite(value) ? value : standard;
  }

  type(key: string): string | undefined {
    const value = this.#of(key, 'type');
    return typeof value === 'string' ? value : undefined;
  }

  numbers(key: string): number[] {
    const listed = this.#of(key, 'list');
    const values = isObject(listed) ? (listed.i ?? listed.f) : undefined;
    return Array.isArray(values) ? values.map(Number) : [];
  }

  texts(key: string): string[] {
    const listed = this.#of(key, 'list');
    const values = isObject(listed) ? listed.s : undefined;
    return Array.isArray(values) ? values.map((one) => plain(String(one))) : [];
  }

  /** undefined: of any rank. */
  shape(key: string): (number | null)[] | undefined {
    const shape = this.#of(key, 'shape');
    if (!isObject(shape) || shape.unknownRank === true) return undefined;
    return (Array.isArray(shape.dim) ? shape.dim : []).map((dim: unknown) => {
      const size = Number(isObject(dim) ? (dim.size ?? 0) : 0);
      return size > 0 ? size : null;
    });
  }

  refuse(why: string): TetradError {
    return new TetradError({
      code: 'unsupported',
      message: `The operation ${this.op.slice(0, 60)} (“${this.name.slice(0, 80)}”) ${why}.`,
      place: this.name.slice(0, 120),
      hint: 'Convert the model to ONNX where it was made (tf2onnx), and import that.',
    });
  }
}

function plain(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return base64;
  }
}

export const damaged = (message: string, place: string): TetradError =>
  new TetradError({
    code: 'badInput',
    message,
    place: place.slice(0, 120),
    hint: 'Save the model again with the program it came from.',
  });
