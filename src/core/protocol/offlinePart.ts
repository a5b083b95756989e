/** A part of the studio that a first visit does not store: it is kept once it was used. */
export interface OfflinePart {
  /** What it is for: "TIFF images". */
  title: string;
  bytes: number;
  urls: string[];
}

/** The cache that the service worker serves from; the page adds to it what a person asks to be kept. */
export const precacheName = 'tetrad-precache';
