/** The range of the colours: robust around what is shown, the whole field's, or the person's own. */
import { useMemo, useState } from 'react';
import { type ColorRange, logRange } from '#/core/slices/colorScale';
import { shownRange } from '#/core/slices/shownRange';
import type { FrameSize } from '#/core/slices/slicePixels';
import type { GridSource } from './gridSource';

export type RangeChoice = 'shown' | 'whole' | 'own';

export interface ChosenRange {
  range: ColorRange;
  choice: RangeChoice;
  /** False when no value is above zero. */
  canLog: boolean;
  choose(choice: 'shown' | 'whole'): void;
  setOwn(range: ColorRange): void;
  setLog(log: boolean): void;
}

interface Span {
  low: number;
  high: number;
}

const mostFrames = 64;

export function useColorRange({
  sources,
  source,
  channelIndex,
  recording,
  frames,
  size,
  z,
}: {
  sources: readonly GridSource[];
  source: GridSource;
  channelIndex: number;
  recording: number;
  frames: ReadonlyMap<number, Float32Array>;
  size: FrameSize;
  z: number;
}): ChosenRange {
  const whole = useMemo(() => wholeRange(source, channelIndex), [source, channelIndex]);
  const [choice, setChoice] = useState<'shown' | 'whole'>('shown');
  const [log, setLog] = useState(false);
  const [own, setOwn] = useState<{ of: object; range: ColorRange }>();

  // Measured once, on the first moments that come: colours stand still while time runs. Sources over the same values
  // share them, so that a forecast and what came can be compared by eye.
  const { measured } = useMemo(() => ({ sources, measured: new Map<string, Span>() }), [sources]);
  const key = [recording, channelIndex, z, whole.low, whole.high].join(' ');
  if (frames.size > 0 && !measured.has(key))
    measured.set(key, shownRange([...frames.values()].slice(0, mostFrames), size, z, source.signed) ?? whole);

  const wanted = choice === 'whole' ? whole : (measured.get(key) ?? whole);
  const low = wanted.low;
  const high = wanted.high;
  const started = useMemo<ColorRange>(
    () => (log ? logRange(low, high) : undefined) ?? { low, high, log: false },
    [low, high, log],
  );
  const isOwn = own?.of === whole;
  return {
    range: isOwn ? own.range : started,
    choice: isOwn ? 'own' : choice,
    canLog: high > 0,
    choose: (next) => {
      setOwn(undefined);
      setChoice(next);
    },
    setOwn: (range) => setOwn({ of: whole, range }),
    setLog: (next) => {
      setOwn(undefined);
      setLog(next);
    },
  };
}

function wholeRange({ channels, signed }: GridSource, index: number): Span {
  const { min = 0, max = 1 } = channels[index] ?? {};
  const most = Math.max(Math.abs(min), Math.abs(max));
  return signed ? { low: -most, high: most } : { low: min, high: max };
}
