/** What a text is to who only counts: how often each token stands in it, and how often after another. */
export class BigramCounts {
  private readonly single: Float64Array;
  private readonly pairs = new Map<number, number>();
  private readonly tokens: number;
  private count = 0;

  constructor(stream: ArrayLike<number>, tokens: number) {
    this.tokens = tokens;
    this.single = new Float64Array(tokens);
    for (let i = 0; i < stream.length; i++) {
      const token = stream[i] as number;
      this.single[token] = (this.single[token] as number) + 1;
      this.count++;
      if (i === 0) continue;
      const pair = (stream[i - 1] as number) * tokens + token;
      this.pairs.set(pair, (this.pairs.get(pair) ?? 0) + 1);
    }
  }

  /** By how often it stands in the text; each once more than it does. */
  unigram(token: number): number {
    return ((this.single[token] ?? 0) + 1) / (this.count + this.tokens);
  }

  /** By how often after the one before, and as one more time by itself. */
  bigram(before: number, token: number): number {
    const both = this.pairs.get(before * this.tokens + token) ?? 0;
    return (both + this.unigram(token)) / ((this.single[before] ?? 0) + 1);
  }
}
