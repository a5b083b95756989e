/** Clips of a version: the file that was opened last stays open, since clips of a file follow each other. */
import { type Hearing, soundIn } from '#/core/audio/audioSchema';
import { ItemReader } from '#/core/items/itemReader';
import type { DatasetSchema } from '#/core/protocol/dataset';
import { TetradError } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { openAudio } from './openAudio';
import type { OpenedAudio } from './openedAudio';
import { readClip } from './readClip';

export interface ClipPlace {
  item: number;
  /** In seconds. */
  start: number;
  /** The file, for what is said of it. */
  name: string;
}

export class ClipReader {
  readonly items: ItemReader;
  #last?: { item: number; opened: Promise<OpenedAudio> };

  constructor({ data }: Pick<DatasetSchema, 'data'>, blobs: Pick<BlobStore, 'get'>) {
    this.items = new ItemReader(soundIn({ data }).items, blobs);
  }

  async read(
    { item, start, name }: ClipPlace,
    hearing: Pick<Hearing, 'rate' | 'samples'>,
  ): Promise<Float32Array<ArrayBuffer>> {
    if (this.#last?.item !== item) this.#last = { item, opened: this.#open(item, name) };
    try {
      return await readClip(await this.#last.opened, start, hearing);
    } catch (thrown) {
      this.#last = undefined;
      if (!(thrown instanceof TetradError)) throw thrown;
      const { code, message, hint } = thrown;
      throw new TetradError({ code, message, hint, place: name }, { cause: thrown });
    }
  }

  async #open(item: number, name: string): Promise<OpenedAudio> {
    return await openAudio(new Blob([await this.items.read(item)]), name);
  }
}
