/** What the samples of a TIFF mean, as red, green and blue or as grey: shares from 0 to 1. TIFF 6.0, sections 3 to 5 and 16. */
import { TetradError } from '#/core/protocol/errors';
import { readTiffTags, tiffTag } from './tiffTags';

export interface TiffColours {
  channels: 1 | 3;
  /** Where the share of what is seen stands; -1 for none. */
  alpha: number;
  /** The samples as they are: places in a table of colours. */
  isTable: boolean;
  /** Of one pixel. `sample`: its samples, as shares of the most (as they are for a table). */
  colour(sample: (at: number) => number, channel: number): number;
}

const photometric = { whiteIsZero: 0, table: 3, mask: 4, inks: 5, lab: 8, iccLab: 9, ituLab: 10 };

export function tiffColours(bytes: Uint8Array<ArrayBuffer>, samples: number, place: string): TiffColours {
  const tags = readTiffTags(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const meaning = tags.get(tiffTag.photometric)?.[0];
  const isLab =
    meaning === photometric.lab || meaning === photometric.iccLab || meaning === photometric.ituLab;
  if (isLab && samples >= 3)
    throw new TetradError({
      code: 'unsupported',
      message: 'its colours are written as CIE Lab',
      place,
      hint: 'Save it as RGB, or as PNG.',
    });
  const table = tags.get(tiffTag.colours);
  if (meaning === photometric.table && table && samples === 1) return ofTable(table);
  if (meaning === photometric.inks && samples >= 4)
    return {
      channels: 3,
      alpha: samples === 5 ? 4 : -1,
      isTable: false,
      colour: (sample, channel) => (1 - sample(channel)) * (1 - sample(3)),
    };
  const channels = samples >= 3 ? 3 : 1;
  const isTurned = meaning === photometric.whiteIsZero && channels === 1;
  return {
    channels,
    alpha: samples === 2 || samples === 4 ? samples - 1 : -1,
    isTable: false,
    colour: isTurned ? (sample) => 1 - sample(0) : (sample, channel) => sample(channel),
  };
}

function ofTable(table: readonly number[]): TiffColours {
  const size = table.length / 3;
  // Some programs write bytes in place of the words that are asked for.
  const width = table.every((value) => value < 256) ? 1 : 256;
  return {
    channels: 3,
    alpha: -1,
    isTable: true,
    colour: (sample, channel) => Math.floor((table[channel * size + sample(0)] ?? 0) / width) / 255,
  };
}
