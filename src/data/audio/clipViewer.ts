/** Clips of a version for the eye and the ear: the course of the wave, the picture a network sees, the samples. */
import { type Hearing, soundIn } from '#/core/audio/audioSchema';
import { type FeatureSpec, pictureSize } from '#/core/audio/featureSpec';
import { type Picture, pictureOf } from '#/core/audio/features';
import type { DatasetVersion } from '#/core/protocol/dataset';
import { toErrorInfo } from '#/core/protocol/errors';
import type { BlobStore } from '#/core/protocol/storage';
import { clipPlaces } from '#/formats/audio/clipPlaces';
import { type ClipPlace, ClipReader } from '#/formats/audio/clipReader';
import type { Viewer } from '../kinds/kindData';

export interface ClipsRequest {
  rows: number[];
  /** Those of the version when absent. */
  features?: FeatureSpec;
  /** To be played. */
  samples?: boolean;
}

export interface ShownClip {
  /** Lowest and highest value of each of equal parts, in turn. */
  wave: Float32Array<ArrayBuffer>;
  /** Row-major [frames, bands]. */
  picture: Float32Array<ArrayBuffer>;
  frames: number;
  bands: number;
  samples?: Float32Array<ArrayBuffer>;
  problem?: string;
}

const waveParts = 256;

export class ClipViewer implements Viewer<ClipsRequest, ShownClip[]> {
  readonly #blobs: Pick<BlobStore, 'get'>;
  #open?: { id: string; places: ClipPlace[]; reader: ClipReader; hearing: Hearing };
  #picture?: { key: string; take: Picture };

  constructor(blobs: Pick<BlobStore, 'get'>) {
    this.#blobs = blobs;
  }

  async read(version: DatasetVersion, { rows, features, samples }: ClipsRequest): Promise<ShownClip[]> {
    const { places, reader, hearing } = await this.#of(version);
    const wanted = features ?? hearing.features;
    const [frames, bands] = pictureSize(wanted, hearing.samples);
    const take = this.#take(wanted, hearing.rate);
    const shown: ShownClip[] = [];
    for (const row of rows) {
      const place = places[row];
      if (!place) continue;
      try {
        const clip = await reader.read(place, hearing);
        shown.push({
          wave: waveOf(clip),
          picture: take(clip),
          frames,
          bands,
          ...(samples && { samples: clip }),
        });
      } catch (thrown) {
        const none = new Float32Array(0);
        shown.push({ wave: none, picture: none, frames: 0, bands: 0, problem: toErrorInfo(thrown).message });
      }
    }
    return shown;
  }

  #take(features: FeatureSpec, rate: number): Picture {
    const key = JSON.stringify([features, rate]);
    if (this.#picture?.key !== key) this.#picture = { key, take: pictureOf(features, rate) };
    return this.#picture.take;
  }

  async #of(version: DatasetVersion) {
    if (this.#open?.id === version.id) return this.#open;
    const { hearing } = soundIn(version.schema);
    const reader = new ClipReader(version.schema, this.#blobs);
    this.#open = { id: version.id, places: await clipPlaces(version, this.#blobs), reader, hearing };
    return this.#open;
  }
}

function waveOf(samples: Float32Array): Float32Array<ArrayBuffer> {
  const parts = Math.min(waveParts, samples.length);
  const wave = new Float32Array(2 * parts);
  for (let part = 0; part < parts; part++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const [from, to] = [
      Math.floor((part * samples.length) / parts),
      Math.floor(((part + 1) * samples.length) / parts),
    ];
    for (let i = from; i < to; i++) {
      low = Math.min(low, samples[i] as number);
      high = Math.max(high, samples[i] as number);
    }
    wave[2 * part] = low;
    wave[2 * part + 1] = high;
  }
  return wave;
}
