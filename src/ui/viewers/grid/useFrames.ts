/**
 * Moments of one channel of one recording, kept as they arrive and fetched ahead, so that scrubbing draws from
 * memory; a moment on its way is not asked for again.
 */
import { useEffect, useMemo, useState } from 'react';
import type { ViewerAxes, GridSource } from './gridSource';

const keptBytes = 256 * 2 ** 20;
const fetchedBytes = 4 * 2 ** 20;

export interface Frames {
  /** The wanted moment; absent while it loads, so that what is drawn stays. */
  frame?: Float32Array;
  error?: unknown;
  /** Those in memory, by moment. */
  frames: ReadonlyMap<number, Float32Array>;
  /** Values of every moment at a point, when all are in memory. */
  trace(point: readonly [number, number, number]): Float32Array | undefined;
}

export function useFrames(
  source: GridSource,
  axes: ViewerAxes,
  recording: number,
  channel: number,
  time: number,
): Frames {
  const { x, y, z } = axes;
  const values = x.size * y.size * z.size;
  const times = axes.time.size;
  const series = useMemo(
    () => ({ source, recording, channel, frames: new Map<number, Float32Array>(), asked: new Set<number>() }),
    [source, recording, channel],
  );
  const { frames, asked } = series;
  const [, redraw] = useState(0);
  const [failure, setFailure] = useState<{ of: object; error: unknown }>();

  useEffect(() => {
    let isCurrent = true;
    const group = Math.max(1, Math.floor(fetchedBytes / (values * 4)));
    const most = Math.max(group, Math.floor(keptBytes / (values * 4)));
    const fetchFrom = async () => {
      for (let ahead = 0; ahead < Math.min(times, most) && isCurrent; ) {
        const start = (time + ahead) % times;
        if (frames.has(start) || asked.has(start)) {
          ahead++;
          continue;
        }
        let count = 1;
        while (
          count < group &&
          start + count < times &&
          !frames.has(start + count) &&
          !asked.has(start + count)
        )
          count++;
        for (let i = 0; i < count; i++) asked.add(start + i);
        const box = await series.source
          .box({
            recording: series.recording,
            channel: series.channel,
            time: [start, count],
            x: [0, x.size],
            y: [0, y.size],
            z: [0, z.size],
          })
          .finally(() => {
            for (let i = 0; i < count; i++) asked.delete(start + i);
          });
        for (let i = 0; i < count; i++) frames.set(start + i, box.subarray(i * values, (i + 1) * values));
        for (const old of frames.keys()) {
          if (frames.size <= most) break;
          if (old !== time) frames.delete(old);
        }
        redraw((n) => n + 1);
        ahead += count;
      }
    };
    fetchFrom().catch((thrown: unknown) => setFailure({ of: series, error: thrown }));
    return () => {
      isCurrent = false;
    };
  }, [series, time, frames, asked, values, times, x.size, y.size, z.size]);

  return {
    frame: frames.get(time),
    frames,
    error: failure?.of === series ? failure.error : undefined,
    trace: ([px, py, pz]) => {
      if (frames.size < times) return undefined;
      const at = (px * y.size + py) * z.size + pz;
      return Float32Array.from({ length: times }, (_, t) => frames.get(t)?.[at] ?? Number.NaN);
    },
  };
}
