/** How the bytes of a file are written, by its transfer syntax. */
import type { Encoding } from './dataSet';

export type PixelCoding = 'native' | 'rle' | 'jpeg' | 'jpegLossless' | 'jpegLs' | 'jpeg2000';

export interface TransferSyntax extends Encoding {
  title: string;
  coding: PixelCoding;
  deflated?: true;
}

const explicitLittle: Encoding = { explicit: true, littleEndian: true };
const packed = (title: string, coding: PixelCoding): TransferSyntax => ({ ...explicitLittle, title, coding });

export const implicitLittle: TransferSyntax = {
  explicit: false,
  littleEndian: true,
  title: 'implicit, little-endian',
  coding: 'native',
};

const standard = '1.2.840.10008.1.2';
const syntaxes: Record<string, TransferSyntax> = {
  [standard]: implicitLittle,
  [`${standard}.1`]: { ...explicitLittle, title: 'explicit, little-endian', coding: 'native' },
  [`${standard}.1.99`]: { ...explicitLittle, title: 'deflated', coding: 'native', deflated: true },
  [`${standard}.2`]: { explicit: true, littleEndian: false, title: 'explicit, big-endian', coding: 'native' },
  [`${standard}.4.50`]: packed('JPEG baseline', 'jpeg'),
  [`${standard}.4.51`]: packed('JPEG extended', 'jpeg'),
  [`${standard}.4.57`]: packed('JPEG lossless', 'jpegLossless'),
  [`${standard}.4.70`]: packed('JPEG lossless', 'jpegLossless'),
  [`${standard}.4.80`]: packed('JPEG-LS', 'jpegLs'),
  [`${standard}.4.81`]: packed('JPEG-LS, near-lossless', 'jpegLs'),
  [`${standard}.4.90`]: packed('JPEG 2000, lossless', 'jpeg2000'),
  [`${standard}.4.91`]: packed('JPEG 2000', 'jpeg2000'),
  [`${standard}.5`]: packed('RLE', 'rle'),
};

/** Those that are known but not read. */
const others: Record<string, string> = {
  [`${standard}.4.92`]: 'JPEG 2000 of several components',
  [`${standard}.4.93`]: 'JPEG 2000 of several components',
  [`${standard}.4.100`]: 'MPEG-2 video',
  [`${standard}.4.101`]: 'MPEG-2 video',
  [`${standard}.4.102`]: 'MPEG-4 video',
  [`${standard}.4.103`]: 'MPEG-4 video',
  [`${standard}.4.107`]: 'HEVC video',
  [`${standard}.4.108`]: 'HEVC video',
  [`${standard}.4.201`]: 'High-throughput JPEG 2000',
  [`${standard}.4.202`]: 'High-throughput JPEG 2000',
  [`${standard}.4.203`]: 'High-throughput JPEG 2000',
};

export const syntaxOf = (uid: string): TransferSyntax | undefined => syntaxes[uid];

export const syntaxName = (uid: string): string => others[uid] ?? `the transfer syntax ${uid.slice(0, 64)}`;
