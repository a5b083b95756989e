/**
 * How a layer is written in PyTorch. Values keep the axes that they have here, channels last, with the batch before:
 * [batch, ...shape]; where a module of PyTorch wants channels first, the line turns them there and back.
 */

import type { PythonPart } from './pythonParts';

export interface TorchCode {
  /** What makes its module, kept under the layer's name; absent where it keeps nothing. */
  module?: string;
  /** What it says, of the names of what it reads. */
  says: string;
  /** State of the module by PyTorch's names, of the weights as they are kept here (`w("kernel")`). */
  state?: Record<string, string>;
  /** Python that it leans on. */
  helpers?: PythonPart[];
}

export interface TorchLayerInput<P = Record<string, unknown>> {
  /** Its module: "self.conv1". */
  self: string;
  /** Names of what it reads. */
  inputs: string[];
  /** Of what it reads, and what it says; without batch. */
  shapes: number[][];
  shape: number[];
  params: P;
}

/** undefined: it cannot be written with these settings. */
export type TorchLayer = (at: TorchLayerInput<never>) => TorchCode | undefined;

/** A tuple as Python writes it; one number stands alone. */
export const tuple = (values: readonly number[]): string =>
  values.length === 1 ? String(values[0]) : `(${values.join(', ')})`;

export const truth = (value: boolean): string => (value ? 'True' : 'False');
/** Channels first, as its convolutions want them, and back. */
export const first = (value: string): string => `${value}.movedim(-1, 1)`;
export const last = (value: string): string => `${value}.movedim(1, -1)`;
/** Axis of a value with its batch. */
export const dimOf = (axis: number): number => (axis < 0 ? axis : axis + 1);
export const widthOf = (shape: readonly number[] | undefined): number => shape?.at(-1) ?? 1;
