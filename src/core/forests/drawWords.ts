/** Random numbers of one tree, one after the other: a function of the seed and the tree alone. */
import { randomWords } from '../random/random';

const wordsAtOnce = 1024;
/** Pieces of a tree's numbers; no tree draws more. */
const piecesOfTree = 2 ** 24;

export class WordsOfTree {
  private words: Uint32Array = new Uint32Array();
  private at = 0;
  private piece = 0;
  private readonly seed: number;
  private readonly stream: string;
  private readonly tree: number;

  constructor(seed: number, stream: string, tree: number) {
    this.seed = seed;
    this.stream = stream;
    this.tree = tree;
  }

  private next(): number {
    if (this.at === this.words.length) {
      const counter = this.tree * piecesOfTree + this.piece++;
      this.words = randomWords(this.seed, this.stream, counter, wordsAtOnce);
      this.at = 0;
    }
    return this.words[this.at++] as number;
  }

  /** Whole, in [0, count); count below 2^32. */
  below(count: number): number {
    return Math.floor((this.next() * count) / 2 ** 32);
  }

  /** In [0, 1). */
  share(): number {
    return this.next() / 2 ** 32;
  }
}
