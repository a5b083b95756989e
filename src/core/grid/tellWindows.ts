/** Windows of a field beside their answers: where and when each is. */
import type { SamplePart, ToldFrames, ToldSamples } from '../kinds/toldSamples';
import type { CsvCell } from '../table/writeCsv';
import { coordinateAt } from './coordinateAt';
import type { FittedGrid } from './fittedGrid';
import type { GridAxis, GridSchema } from './gridSchema';
import { pickSamples } from './pickSamples';
import type { SamplePlaces } from './samplePlaces';

const corner = ['x0', 'y0', 'z0'];

export function tellWindows(
  grid: GridSchema,
  fitted: FittedGrid,
  places: SamplePlaces,
  part: SamplePart,
): ToldSamples {
  const length = fitted.size[0];
  const { time } = grid.axes;
  const unit = time.unit ? ` (${time.unit})` : '';
  const samples = pickSamples(places, length, part);
  const cellsOf = (sample: number): CsvCell[] => {
    const start = places.start[sample] as number;
    return [
      sample,
      places.recording[sample],
      start,
      coordinateAt(time, start),
      coordinateAt(time, start + length - 1),
      ...(grid.windowing.patch ? (places.places[sample] ?? []) : []),
    ];
  };
  return {
    samples,
    extent: `It has ${grid.recordings} recordings of ${time.size} times; a sample is ${length} times long.`,
    ask: async (asked) => Array.from(asked, (sample) => ({ sample })),
    columns: [
      'sample',
      'recording',
      'start',
      `time from${unit}`,
      `time to${unit}`,
      ...(grid.windowing.patch ? corner : []),
    ],
    cells: async (asked) => Array.from(asked, cellsOf),
    frames: framesOf(grid, fitted, places, samples),
  };
}

function framesOf(
  { axes, windowing }: GridSchema,
  { channels, size, horizon }: FittedGrid,
  places: SamplePlaces,
  samples: Uint32Array,
): ToldFrames {
  const [length, ...space] = size;
  const count = samples.length;
  const last = (sample: number) => (places.start[sample] as number) + length - 1 + horizon;
  const whole = (of: (sample: number) => number) => ({
    values: Int32Array.from(samples, of),
    shape: [count],
  });
  const along = (axis: GridAxis) => ({
    values: Float64Array.from({ length: axis.size }, (_, i) => coordinateAt(axis, i)),
    shape: [axis.size],
  });
  const about = ({ name, unit }: { name?: string; unit?: string }) => ({ name, unit });
  return {
    dimensions: ['x', 'y', 'z', 'channel'],
    shape: [...space, channels.length],
    arrays: {
      sample: whole((sample) => sample),
      recording: whole((sample) => places.recording[sample] as number),
      start: whole((sample) => places.start[sample] as number),
      // Ahead of the last time of the file where the window ends at it.
      time: {
        values: Float64Array.from(samples, (sample) => coordinateAhead(axes.time, last(sample))),
        shape: [count],
      },
      ...(windowing.patch && {
        corner: {
          values: Int32Array.from([...samples].flatMap((sample) => [...(places.places[sample] ?? [])])),
          shape: [count, 3],
        },
      }),
      x: along(axes.x),
      y: along(axes.y),
      z: along(axes.z),
    },
    about: {
      channels: channels.map(about),
      horizon,
      window: length,
      axes: { time: about(axes.time), x: about(axes.x), y: about(axes.y), z: about(axes.z) },
    },
  };
}

/** Also past the end, where the steps are even; NaN where they are not, or where there is but one time. */
const coordinateAhead = (axis: GridAxis, index: number): number =>
  index >= axis.size && (axis.coordinates || (axis.size < 2 && axis.first !== undefined))
    ? Number.NaN
    : coordinateAt(axis, index);
