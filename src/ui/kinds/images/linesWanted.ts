/**
 * Which lines of a scrolled grid are read, the first needed first: those in view, then those that a scroll comes to. In a
 * flight, beginnings of lines here and there where it will be when they have come: what is in view now is gone by then.
 */

export interface ScrolledLines {
  /** In view. */
  first: number;
  last: number;
  isUp: boolean;
  /** Views that are read ahead. */
  views: number;
  /** Of the grid. */
  count: number;
  /** Images in a line. */
  across: number;
  flight?: Flight;
}

export interface Flight {
  linesPerSecond: number;
  /** From when an image is wanted until it is shown, and how many are read in a second. */
  secondsToRead: number;
  readPerSecond: number;
}

const linesAhead = 32;
/** Of a line, in a flight. */
const fewest = 3;

/** `most`: so many images of each line. */
export function linesWanted({ first, last, isUp, views, count, across, flight }: ScrolledLines): {
  lines: number[];
  most: number;
} {
  const span = last - first + 1;
  const passed = flight ? flight.linesPerSecond * flight.secondsToRead : 0;
  const isThere = (line: number): boolean => line >= 0 && line < count;
  if (flight && passed > span) {
    const { linesPerSecond, readPerSecond } = flight;
    // The same lines from frame to frame, one in every view at least unless that is more than can be read.
    const perView = 2 ** Math.max(0, Math.floor(Math.log2(span - 1)));
    const affordable = 2 ** Math.ceil(Math.log2((fewest * linesPerSecond) / readPerSecond));
    const step = Math.max(perView, affordable);
    const from = Math.round((isUp ? first - passed : last + passed) / step);
    const lines = Array.from({ length: linesAhead }, (_, i) => (isUp ? from - i : from + i) * step);
    const most = Math.max(fewest, Math.min(across, Math.floor((readPerSecond * step) / linesPerSecond)));
    return { lines: lines.filter(isThere), most };
  }
  const inView = Array.from({ length: span }, (_, i) => first + i);
  const ahead = Array.from({ length: views * span }, (_, i) => (isUp ? first - 1 - i : last + 1 + i));
  return { lines: [...inView, ...ahead].filter(isThere), most: across };
}
