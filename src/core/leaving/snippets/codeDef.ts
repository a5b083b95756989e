/** The contract of a language that an exported file is asked from. */
import type { AnswerOutputs } from '../../tasks/taskDef';

/** One input with what it is fed in the example. */
export type ExampleInput =
  | { name: string; column: string; dtype: 'double'; value: number }
  | { name: string; column: string; dtype: 'string'; value: string }
  /** Of arrays: batch first, filled with zeros. */
  | { name: string; column: string; dtype: 'float' | 'int64' | 'uint8'; shape: number[] };

export interface ExampleCall {
  fileName: string;
  inputs: ExampleInput[];
  outputs: AnswerOutputs;
  /** Whether the answer is a text. */
  isText: boolean;
  /** Whether it is whole numbers: labels by number. */
  isWhole: boolean;
  /** What a program that reads arrays must put in their place. */
  remark?: string;
}

export interface CodeDef {
  language: string;
  title: string;
  /** Of the program. */
  ending: string;
  write(call: ExampleCall): string;
}

/** The outputs that the program prints. */
export const printed = ({ label, probabilities, quantiles }: AnswerOutputs): string[] =>
  [label, probabilities, quantiles].filter((name) => name !== undefined);
