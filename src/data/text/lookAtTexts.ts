/** Learns a tokeniser of the first texts of a version, to be looked at; what was learnt last is kept. */
import type { DatasetVersion } from '#/core/protocol/dataset';
import { signLife } from '#/core/protocol/heartbeat';
import type { BlobStore } from '#/core/protocol/storage';
import { readColumns } from '#/core/table/readColumns';
import { RowReader } from '#/core/table/rowReader';
import { specialTokens, unknownId } from '#/core/text/fittedTokenizer';
import { textColumn } from '#/core/text/textData';
import type { ShownToken, TextLook, TextView } from '#/core/text/textLook';
import { Tokenizer, TokenizerFit } from '#/core/text/tokenizer';
import type { Viewer } from '../kinds/kindData';

const mostTexts = 20_000;
const mostCharacters = 8_000_000;
const mostFrequent = 400;
const mostShown = 2_000;
const bins = 24;

interface Learnt {
  key: string;
  tokenizer: Tokenizer;
  look: TextLook;
}

export class TextLooker implements Viewer<TextView, TextLook> {
  private readonly blobs: Pick<BlobStore, 'get'>;
  private learnt?: Promise<Learnt>;
  private key = '';

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.blobs = blobs;
  }

  async read(version: DatasetVersion, view: TextView): Promise<TextLook> {
    const { row, ...choice } = view;
    const key = JSON.stringify([version.id, choice]);
    if (key !== this.key || !this.learnt) {
      this.key = key;
      this.learnt = this.learn(version, view);
      this.learnt.catch(() => (this.learnt = undefined));
    }
    const { tokenizer, look } = await this.learnt;
    if (row === undefined) return look;
    const [cells] = await new RowReader(this.blobs).readAt(version, [row], [textColumn(version.schema)]);
    const ids = tokenizer.encode(String(cells?.[0] ?? ''));
    return { ...look, tokens: { all: ids.length, first: ids.slice(0, mostShown).map(shownBy(tokenizer)) } };
  }

  private async learn(version: DatasetVersion, choice: TextView): Promise<Learnt> {
    const { tokenizer: type, vocabulary, lowercase } = choice;
    const texts = await this.firstTexts(version);
    const fit = new TokenizerFit({ type, vocabulary, lowercase });
    for (const [i, text] of texts.entries()) {
      fit.add(text);
      if (i % 500 === 0) signLife();
    }
    const tokenizer = new Tokenizer(fit.fit());
    signLife();
    const counts = new Float64Array(tokenizer.fitted.tokens.length);
    const lengths = texts.map((text, i) => {
      if (i % 500 === 0) signLife();
      const ids = tokenizer.encode(text);
      for (const id of ids) counts[id] = (counts[id] as number) + 1;
      return ids.length;
    });
    return { key: this.key, tokenizer, look: lookOf(tokenizer, counts, lengths) };
  }

  private async firstTexts({ chunks, schema }: DatasetVersion): Promise<string[]> {
    const name = textColumn(schema);
    const texts: string[] = [];
    let characters = 0;
    for (const chunk of chunks) {
      const columns = await readColumns([chunk], this.blobs, schema, [name], { asText: new Set([name]) });
      for (const text of columns.get(name)?.data ?? []) {
        if (texts.length >= mostTexts || characters >= mostCharacters) return texts;
        texts.push(String(text ?? ''));
        characters += texts.at(-1)?.length ?? 0;
      }
    }
    return texts;
  }
}

const shownBy =
  (tokenizer: Tokenizer) =>
  (id: number): ShownToken => ({ id, text: tokenizer.shown(id) });

function lookOf(tokenizer: Tokenizer, counts: Float64Array, lengths: readonly number[]): TextLook {
  const sorted = lengths.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const [min, max] = [at(0), at(1)];
  const width = Math.max(1, Math.ceil((max - min + 1) / bins));
  const places = Math.max(1, Math.ceil((max - min + 1) / width));
  const edges = Array.from({ length: places + 1 }, (_, i) => min + i * width);
  const inBin = Array.from({ length: places }, () => 0);
  for (const length of lengths) {
    const bin = Math.floor((length - min) / width);
    inBin[bin] = (inBin[bin] ?? 0) + 1;
  }
  const all = counts.reduce((sum, count) => sum + count, 0);
  const frequent = Array.from(counts, (count, id) => ({ id, count }))
    .filter(({ id, count }) => id >= specialTokens.length && count > 0)
    .sort((a, b) => b.count - a.count || a.id - b.id)
    .slice(0, mostFrequent)
    .map(({ id, count }) => ({ ...shownBy(tokenizer)(id), count }));
  return {
    texts: lengths.length,
    empty: lengths.filter((length) => length === 0).length,
    vocabulary: tokenizer.fitted.tokens.length - specialTokens.length,
    unknown: all === 0 ? 0 : (counts[unknownId] ?? 0) / all,
    lengths: { min, median: at(0.5), p95: at(0.95), max, edges, counts: inBin },
    frequent,
  };
}
