/** What is read from each file and where it goes: the mapping, once it is known to be right, as numbers. */
import type { ArrayFile, AxisRole } from '#/core/grid/arrayFile';
import type { AxisMapping, GridAxis, GridSchema, IndexRange } from '#/core/grid/gridSchema';
import { findVariable, mapGrid } from '#/core/grid/mapGrid';
import type { TimeAxis } from '#/core/grid/timeIssues';
import { TetradError } from '#/core/protocol/errors';

/** A time of the field is in memory whole. */
const mostFrameValues = 128 * 1024 * 1024;
/** Kept one by one only where they are few: the manifest holds them. */
const mostCoordinates = 20_000;

export interface GridPlan {
  mapping: AxisMapping;
  sizes: Record<AxisRole, number>;
  /** Which indices of the file are read. */
  ranges: Record<AxisRole, IndexRange>;
  channels: { name: string; unit?: string }[];
  axes: GridSchema['axes'];
  /** Every time that is taken, where the file says. */
  times?: TimeAxis;
  /** Values of one time: x, y, z and channels. */
  frame: number;
}

/** Only for a mapping without problems. */
export function planGrid(arrays: ArrayFile, mapping: AxisMapping, fileName: string): GridPlan {
  const { sizes, ranges, names } = mapGrid(arrays.variables, mapping);
  const channels = channelsOf(arrays, mapping, ranges.channel, names.channel);
  const frame = sizes.x * sizes.y * sizes.z * channels.length;
  if (frame > mostFrameValues)
    throw new TetradError({
      code: 'unsupported',
      message: `One time of this field has ${frame.toLocaleString('en')} values; at most ${mostFrameValues.toLocaleString('en')} can be held at once.`,
      place: fileName,
      hint: 'Choose fewer variables, take a part or one index of a dimension, or map the longest dimension to time.',
    });
  const axis = (role: AxisRole): GridAxis => {
    const name = names[role];
    const found = arrays.coordinates.find(({ dimension }) => dimension === name);
    const values = found && taken(found.values, ranges[role]);
    const first = values?.[0];
    const last = values?.at(-1);
    return {
      ...(name !== undefined && { name }),
      size: sizes[role],
      ...(found?.unit && { unit: found.unit }),
      ...(found?.ends && { ends: found.ends }),
      ...(Number.isFinite(first) && Number.isFinite(last) && { first, last }),
      ...(values && values.length <= mostCoordinates && isUneven(values) && { coordinates: [...values] }),
    };
  };
  const times = arrays.coordinates.find(({ dimension }) => dimension === names.time);
  return {
    mapping,
    ...(times && {
      times: {
        name: times.dimension,
        values: taken(times.values, ranges.time),
        unit: times.unit,
        calendar: times.calendar,
      },
    }),
    sizes,
    ranges,
    channels,
    axes: { time: axis('time'), x: axis('x'), y: axis('y'), z: axis('z') },
    frame,
  };
}

const taken = (values: Float64Array, { start, count, step }: IndexRange): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => values[start + i * step] as number);

/** Steps that differ by more than rounding. */
function isUneven(values: Float64Array): boolean {
  const first = values[0] as number;
  const last = values.at(-1) as number;
  const step = (last - first) / (values.length - 1);
  if (!Number.isFinite(step)) return false;
  const slack = 1e-4 * Math.abs(step);
  return values.some((value, i) => Math.abs(value - (first + step * i)) > slack);
}

/** "z", or "z 500" when a dimension is the channel: its coordinate, else its index. */
function channelsOf(
  { variables, coordinates }: ArrayFile,
  mapping: AxisMapping,
  range: IndexRange,
  dimension: string | undefined,
): GridPlan['channels'] {
  const found = coordinates.find((entry) => entry.dimension === dimension)?.values;
  const telling = found && new Set(found).size === found.length ? found : undefined;
  return mapping.variables.flatMap((name) => {
    const unit = findVariable(variables, name)?.unit;
    const called = new Map(Object.entries(mapping.names ?? {})).get(name) ?? name;
    return Array.from({ length: range.count }, (_, i) => {
      const index = range.start + i * range.step;
      return {
        name: dimension === undefined ? called : `${called} ${telling ? telling[index] : index}`,
        ...(unit && { unit }),
      };
    });
  });
}
