/**
 * How a field is cut into samples: every window of every recording, every patch of every window, the last axis
 * running fastest. A window fits whole, with its target `horizon` steps after its last time; what is left over
 * at the ends belongs to no sample.
 */
import type { GridSchema } from './gridSchema';

export interface GridSample {
  recording: number;
  start: number;
  /** First index in x, y and z. */
  corner: [x: number, y: number, z: number];
}

export interface GridWindows {
  count: number;
  perRecording: number;
  /** Size of a sample: times, x, y, z. */
  size: [time: number, x: number, y: number, z: number];
  at(sample: number): GridSample;
}

/** How many steps of `stride` a box of `length` can take in `size`. */
const placesOf = (size: number, length: number, stride: number): number =>
  length > size ? 0 : Math.floor((size - length) / stride) + 1;

export function windowsOf({
  recordings,
  axes,
  windowing: { length, stride, horizon, patch },
}: Pick<GridSchema, 'recordings' | 'axes' | 'windowing'>): GridWindows {
  const space = [axes.x.size, axes.y.size, axes.z.size] as const;
  const size = patch?.size ?? space;
  const strides = patch?.stride ?? ([1, 1, 1] as const);
  const times = placesOf(axes.time.size, length + horizon, stride);
  const [nx, ny, nz] = [0, 1, 2].map((axis) =>
    placesOf(space[axis] as number, size[axis] as number, strides[axis] as number),
  ) as [number, number, number];
  const perTime = nx * ny * nz;
  const perRecording = times * perTime;
  return {
    count: recordings * perRecording,
    perRecording,
    size: [length, ...size] as GridWindows['size'],
    at(sample) {
      const recording = Math.floor(sample / perRecording);
      const inRecording = sample % perRecording;
      const place = inRecording % perTime;
      return {
        recording,
        start: Math.floor(inRecording / perTime) * stride,
        corner: [
          Math.floor(place / (ny * nz)) * strides[0],
          (Math.floor(place / nz) % ny) * strides[1],
          (place % nz) * strides[2],
        ],
      };
    },
  };
}
