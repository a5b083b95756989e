/** How a layer is written in Keras 3: one line of its functional style, channels last as here, with the batch before. */
import type { KerasPart } from './kerasParts';

export interface KerasCode {
  /** What it says, of the names of what it reads. */
  says: string;
  /** Of its layers that have weights, by what follows the layer's own name: their arrays in Keras' order. */
  weights?: Record<string, string[]>;
  /** Python that it leans on. */
  helpers?: KerasPart[];
}

export interface KerasLayerInput<P = Record<string, unknown>> {
  /** Of the layer, in the program and for Keras. */
  name: string;
  inputs: string[];
  /** Of what it reads, and what it says; without batch. */
  shapes: number[][];
  shape: number[];
  params: P;
}

/** undefined: it cannot be written with these settings. */
export type KerasLayer = (at: KerasLayerInput<never>) => KerasCode | undefined;

/** A tuple as Python writes it; one number stands alone. */
export const tuple = (values: readonly number[]): string =>
  values.length === 1 ? String(values[0]) : `(${values.join(', ')})`;
/** A tuple even of one. */
export const list = (values: readonly (number | string)[]): string =>
  `(${values.join(', ')}${values.length === 1 ? ',' : ''})`;
export const truth = (value: boolean): string => (value ? 'True' : 'False');
export const widthOf = (shape: readonly number[] | undefined): number => shape?.at(-1) ?? 1;
/** Axis of a value with its batch. */
export const dimOf = (axis: number, shape: readonly number[] | undefined): number =>
  (axis < 0 ? (shape?.length ?? 0) + axis : axis) + 1;

export const reshaped = (value: string, shape: readonly number[]): string =>
  `ops.reshape(${value}, ${list([-1, ...shape])})`;

/** From a place on, so many, along an axis with the batch. */
export const cut = (value: string, axis: number, from: number, length: number): string =>
  `${value}[${':, '.repeat(axis)}${from}:${from + length}]`;

/** Padded along all axes but batch and channels. */
export function padded(value: string, begin: readonly number[], end: readonly number[], more = ''): string {
  const sizes = begin.map((before, axis) => [before, end[axis] ?? 0]);
  if (sizes.flat().every((size) => size === 0)) return value;
  return `ops.pad(${value}, ((0, 0), ${sizes.map(([a, b]) => `(${a}, ${b})`).join(', ')}, (0, 0))${more})`;
}

/** Settings as keyword arguments, those that stand. */
export const given = (...settings: (string | false | undefined)[]): string =>
  settings.filter(Boolean).join(', ');
