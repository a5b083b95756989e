/** What a file may ask of this machine. Larger ones are refused by name, before anything of that size is made. */
import { TetradError } from '../protocol/errors';

export const limits = {
  /** Of the file, and of all files with it. */
  bytes: 2 ** 30,
  /** In all graphs of a file together. */
  nodes: 200_000,
  tensors: 200_000,
  /** Inputs, outputs and attributes of nodes; values that are described. */
  entries: 4_000_000,
  /** Numbers and texts in attributes. */
  attributeValues: 20_000_000,
  /** Graphs inside graphs; types inside types. */
  depth: 24,
  rank: 64,
  /** Values of one array. */
  values: 2 ** 40,
};

type Counted = 'nodes' | 'tensors' | 'entries' | 'attributeValues';

const words: Record<Counted, string> = {
  nodes: 'nodes',
  tensors: 'arrays of weights',
  entries: 'inputs, outputs and attributes',
  attributeValues: 'numbers in its attributes',
};

/** Counts over a whole file. */
export class Budget {
  readonly #used: Record<Counted, number> = { nodes: 0, tensors: 0, entries: 0, attributeValues: 0 };

  spend(what: Counted, count = 1): void {
    this.#used[what] += count;
    if (this.#used[what] <= limits[what]) return;
    throw new TetradError({
      code: 'unsupported',
      message: `The model has more than ${limits[what].toLocaleString('en')} ${words[what]}.`,
      hint: 'Models of this size are not opened here. Simplify it first: onnxsim or onnxslim fold what is constant.',
    });
  }

  deeper(depth: number): number {
    if (depth < limits.depth) return depth + 1;
    throw new TetradError({
      code: 'unsupported',
      message: `Graphs lie inside graphs more than ${limits.depth} deep.`,
      hint: 'No model needs that; the file is damaged, or made to harm.',
    });
  }
}
