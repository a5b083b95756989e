/** Clips of a version for the screen: the frames a network sees, and what the file shows there, every frame of it. */
import type { Pixels } from '#/core/images/pixels';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { toErrorInfo } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { takenFrames } from '#/core/video/clipFrames';
import { writeBmp } from '#/formats/images/writeBmp';
import { ClipReader, type ClipPlace, clipPlaces } from '#/formats/video/clipReader';
import { openVideo } from '#/formats/video/openVideo';
import type { Viewer } from '../kinds/kindData';

export interface VideoRequest {
  rows: number[];
  /** The clip (standard), the frame in its middle alone, or all frames of the file in its place, at most `side` large. */
  what?: 'clip' | 'poster' | 'file';
  side?: number;
}

export interface ShownVideo {
  width: number;
  height: number;
  channels: 1 | 3;
  /** Row-major [frames, height, width, channels]; of a poster nothing. */
  data: Uint8Array<ArrayBuffer>;
  /** Of a poster: what a browser shows. */
  file?: Blob;
  frames: number;
  /** Of the file: the number of the first frame that is shown, and which of them are the clip. */
  start?: number;
  taken?: number[];
  /** Frames of the file a second. */
  rate?: number;
  problem?: string;
}

const standardSide = 320;
/** Of one answer. */
const mostShownBytes = 192 * 1024 ** 2;

export class VideoViewer implements Viewer<VideoRequest, ShownVideo[]> {
  readonly #blobs: Pick<BlobStore, 'get' | 'open'>;
  #open?: { id: string; places: ClipPlace[]; reader: ClipReader };

  constructor(blobs: Pick<BlobStore, 'get' | 'open'>) {
    this.#blobs = blobs;
  }

  async read(
    version: DatasetVersion,
    { rows, what = 'clip', side = standardSide }: VideoRequest,
  ): Promise<ShownVideo[]> {
    if (this.#open?.id !== version.id)
      this.#open = {
        id: version.id,
        places: await clipPlaces(version, this.#blobs),
        reader: new ClipReader(version.schema, this.#blobs),
      };
    const { places, reader } = this.#open;
    const shown: ShownVideo[] = [];
    for (const row of rows) {
      const place = places[row];
      if (!place) continue;
      const { size, frames } = reader.looking;
      const asStored = { width: size.width, height: size.height, channels: size.channels };
      try {
        if (what === 'file') shown.push(await this.#ofFile(place, side));
        else if (what === 'poster')
          shown.push({
            ...asStored,
            frames: 1,
            data: new Uint8Array(0),
            file: writeBmp({ ...asStored, data: await reader.frame(place, frames >> 1) }),
          });
        else shown.push({ ...asStored, frames, data: await reader.read(place) });
      } catch (thrown) {
        shown.push({
          ...asStored,
          frames: 0,
          data: new Uint8Array(0),
          problem: toErrorInfo(thrown).message,
        });
      }
    }
    return shown;
  }

  async #ofFile(place: ClipPlace, side: number): Promise<ShownVideo> {
    const { reader } = this.#open as { reader: ClipReader };
    const opened = await openVideo(await reader.items.open(place.item, this.#blobs), place.name);
    const { looking } = reader;
    const scale = Math.min(1, side / Math.max(opened.width, opened.height));
    const most = Math.max(1, Math.floor(mostShownBytes / (3 * opened.width * opened.height * scale ** 2)));
    const taken =
      looking.stride === 0
        ? takenFrames(place.fileFrames, looking)
        : Int32Array.from({ length: place.held }, (_, k) => place.start + k * looking.every);
    const start = looking.stride === 0 ? 0 : place.start;
    const end = looking.stride === 0 ? place.fileFrames : (taken.at(-1) ?? start) + looking.every;
    const parts: Pixels[] = [];
    let number = 0;
    for await (const frame of opened.read()) {
      if (number >= end || parts.length >= most) break;
      if (number++ >= start) parts.push(await frame.pixels(side));
    }
    const [first] = parts;
    const { width = 1, height = 1, channels = 3 } = first ?? {};
    const data = new Uint8Array(parts.length * width * height * channels);
    for (const [i, part] of parts.entries()) data.set(part.data, i * width * height * channels);
    return {
      width,
      height,
      channels,
      data,
      frames: parts.length,
      start,
      taken: Array.from(taken, (one) => one - start).filter((one) => one < parts.length),
      rate: opened.frames / Math.max(0.04, opened.seconds),
    };
  }
}
