/** What a device wrote over time, whatever its format: channels at one rate, and notes. */
export interface RecordingChannel {
  name: string;
  unit?: string;
  /** Values in a second, as stored. */
  rate: number;
}

export interface RecordingNote {
  /** Seconds from the start, and how long it holds; 0: it marks a moment. */
  at: number;
  seconds: number;
  text: string;
  column: 'annotation' | 'rhythm';
}

/** Values of all channels, as many of each, from a time on. */
export interface RecordingPiece {
  start: number;
  values: Float64Array[];
}

export interface Recording {
  /** Of the file, without its ending. */
  name: string;
  format: string;
  channels: RecordingChannel[];
  /** That of the fastest channel; values of others are held. */
  rate: number;
  notes: RecordingNote[];
  pieces(): AsyncGenerator<RecordingPiece>;
}

/** Of so many values of a slower channel, `count`, each held until the next. */
export function held(values: ArrayLike<number>, length: number, count: number): Float64Array {
  if (length === count) return Float64Array.from(values);
  return Float64Array.from({ length: count }, (_, i) => values[Math.floor((i * length) / count)] as number);
}
