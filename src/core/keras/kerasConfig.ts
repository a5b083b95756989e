/** Settings of a layer as Keras and TensorFlow.js write them, by either spelling of a name. Nothing of it is believed. */
import { TetradError } from '../protocol/errors';

export class KerasConfig {
  readonly #values: Record<string, unknown>;
  /** Of the layer, for errors. */
  readonly layer: string;

  constructor(values: Record<string, unknown>, layer: string) {
    this.#values = values;
    this.layer = layer;
  }

  get(key: string): unknown {
    if (Object.hasOwn(this.#values, key)) return this.#values[key];
    const camel = key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return Object.hasOwn(this.#values, camel) ? this.#values[camel] : undefined;
  }

  text(key: string, standard: string): string {
    const value = this.get(key) ?? standard;
    if (typeof value === 'string') return value;
    throw this.wrong(key, 'a text');
  }

  truth(key: string, standard: boolean): boolean {
    const value = this.get(key) ?? standard;
    if (typeof value === 'boolean') return value;
    throw this.wrong(key, 'true or false');
  }

  number(key: string, standard?: number): number {
    const value = this.get(key) ?? standard;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw this.wrong(key, 'a number');
  }

  /** One for each axis; one number stands for all. */
  numbers(key: string, axes: number, standard?: number): number[] {
    const value = this.get(key) ?? standard;
    if (typeof value === 'number') return Array.from({ length: axes }, () => value);
    if (Array.isArray(value) && value.length === axes && value.every((one) => Number.isFinite(one)))
      return value as number[];
    throw this.wrong(key, `${axes} numbers`);
  }

  /** What is not had here is refused, never left out in silence. */
  only(key: string, allowed: unknown, standard: unknown = allowed): void {
    const value = this.get(key) ?? standard;
    if (JSON.stringify(value) === JSON.stringify(allowed)) return;
    throw new TetradError({
      code: 'unsupported',
      message: `The layer "${this.layer}" has ${key} ${JSON.stringify(value)?.slice(0, 60)}; only ${JSON.stringify(allowed)} is read.`,
      place: this.layer,
      hint: 'Convert the model to ONNX with tf2onnx, and import that.',
    });
  }

  wrong(key: string, wanted: string): TetradError {
    return new TetradError({
      code: 'badInput',
      message: `The layer "${this.layer}" should have ${wanted} as ${key}, and has ${JSON.stringify(this.get(key))?.slice(0, 60)}.`,
      place: this.layer,
      hint: 'Save the model again with the program it came from.',
    });
  }
}
