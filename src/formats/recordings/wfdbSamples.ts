/** Samples of WFDB signal files as numbers, by their format (signal(5) of the WFDB guide). */

interface SampleFormat {
  /** So many samples lie in so many bytes. */
  samples: number;
  bytes: number;
  /** Stands for a missing sample. */
  missing?: number;
  read(view: DataView, group: number, within: number): number;
}

const signed = (value: number, bits: number): number => (value << (32 - bits)) >> (32 - bits);

export const wfdbFormats: Record<number, SampleFormat> = {
  // Differences: added up by the caller.
  8: { samples: 1, bytes: 1, read: (view, at) => view.getInt8(at) },
  16: { samples: 1, bytes: 2, missing: -32_768, read: (view, at) => view.getInt16(at, true) },
  24: {
    samples: 1,
    bytes: 3,
    missing: -8_388_608,
    read: (view, at) => view.getUint16(at, true) + view.getInt8(at + 2) * 65_536,
  },
  32: { samples: 1, bytes: 4, missing: -2_147_483_648, read: (view, at) => view.getInt32(at, true) },
  61: { samples: 1, bytes: 2, missing: -32_768, read: (view, at) => view.getInt16(at) },
  80: { samples: 1, bytes: 1, missing: -128, read: (view, at) => view.getUint8(at) - 128 },
  160: { samples: 1, bytes: 2, missing: -32_768, read: (view, at) => view.getUint16(at, true) - 32_768 },
  212: {
    samples: 2,
    bytes: 3,
    missing: -2048,
    read(view, at, within) {
      const middle = view.getUint8(at + 1);
      return within === 0
        ? signed(((middle & 15) << 8) | view.getUint8(at), 12)
        : signed(((middle & 240) << 4) | view.getUint8(at + 2), 12);
    },
  },
  310: {
    samples: 3,
    bytes: 4,
    missing: -512,
    read(view, at, within) {
      const word = (i: number) => view.getUint16(at + 2 * i, true);
      if (within < 2) return signed((word(within) >> 1) & 1023, 10);
      return signed(((word(0) >> 11) & 31) | (((word(1) >> 11) & 31) << 5), 10);
    },
  },
  311: {
    samples: 3,
    bytes: 4,
    missing: -512,
    read: (view, at, within) => signed((view.getUint32(at, true) >>> (10 * within)) & 1023, 10),
  },
};

/** Bytes that so many samples take at least: the last group may be cut. */
export function bytesOfSamples(format: number, samples: number): number {
  const { samples: inGroup, bytes } = wfdbFormats[format] as SampleFormat;
  const rest = samples % inGroup;
  const partly = rest === 0 ? 0 : format === 212 ? 2 : bytes;
  return Math.floor(samples / inGroup) * bytes + partly;
}

/** `bytes` begin with a group; a missing sample is NaN. */
export function decodeSamples(format: number, bytes: Uint8Array<ArrayBuffer>, count: number): Float64Array {
  const { samples, bytes: width, missing, read } = wfdbFormats[format] as SampleFormat;
  const groups = Math.ceil(count / samples);
  const padded = bytes.length < groups * width ? new Uint8Array(groups * width) : bytes;
  if (padded !== bytes) padded.set(bytes);
  const view = new DataView(padded.buffer, padded.byteOffset, padded.length);
  return Float64Array.from({ length: count }, (_, i) => {
    const value = read(view, Math.floor(i / samples) * width, i % samples);
    return value === missing ? Number.NaN : value;
  });
}
