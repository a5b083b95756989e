/** What is to be said of the samples that were asked: each thing once, however many batches it was met in. */
export class Remarks {
  private readonly texts = new Set<string>();
  private readonly counts = new Map<string, number>();
  /** By row of the request: why some of its cells count as missing. */
  readonly unread = new Map<number, string>();

  add(text: string): void {
    this.texts.add(text);
  }

  /** "3 " and the words, added up. */
  count(words: string, more: number): void {
    if (more > 0) this.counts.set(words, (this.counts.get(words) ?? 0) + more);
  }

  list(): string[] {
    return [...this.texts, ...[...this.counts].map(([words, count]) => `${count} ${words}`)];
  }
}
