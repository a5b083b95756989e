/** What is read from each file and where it goes: the mapping, once it is known to be right, as numbers. */
import type { ArrayFile, AxisRole } from '#/core/grid/arrayFile';
import type { AxisMapping, GridAxis, GridSchema } from '#/core/grid/gridSchema';
import { findVariable, mapGrid } from '#/core/grid/mapGrid';
import { TetradError } from '#/core/protocol/errors';

/** A time of the field is in memory whole. */
const mostFrameValues = 128 * 1024 * 1024;
/** Kept one by one only where they are few: the manifest holds them. */
const mostCoordinates = 20_000;

export interface GridPlan {
  mapping: AxisMapping;
  sizes: Record<AxisRole, number>;
  channels: { name: string; unit?: string }[];
  axes: GridSchema['axes'];
  /** Values of one time: x, y, z and channels. */
  frame: number;
}

/** Only for a mapping without problems. */
export function planGrid(arrays: ArrayFile, mapping: AxisMapping, fileName: string): GridPlan {
  const { sizes, names } = mapGrid(arrays.variables, mapping);
  const channels = channelsOf(arrays, mapping, sizes.channel, names.channel);
  const frame = sizes.x * sizes.y * sizes.z * channels.length;
  if (frame > mostFrameValues)
    throw new TetradError({
      code: 'unsupported',
      message: `One time of this field has ${frame.toLocaleString('en')} values; at most ${mostFrameValues.toLocaleString('en')} can be held at once.`,
      place: fileName,
      hint: 'Choose fewer variables, take one index of a dimension, or map the longest dimension to time.',
    });
  const axis = (role: AxisRole): GridAxis => {
    const name = names[role];
    const found = arrays.coordinates.find(({ dimension }) => dimension === name);
    const first = found?.values[0];
    const last = found?.values.at(-1);
    return {
      ...(name !== undefined && { name }),
      size: sizes[role],
      ...(found?.unit && { unit: found.unit }),
      ...(Number.isFinite(first) && Number.isFinite(last) && { first, last }),
      ...(found &&
        found.values.length <= mostCoordinates &&
        isUneven(found.values) && { coordinates: [...found.values] }),
    };
  };
  return {
    mapping,
    sizes,
    channels,
    axes: { time: axis('time'), x: axis('x'), y: axis('y'), z: axis('z') },
    frame,
  };
}

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
  count: number,
  dimension: string | undefined,
): GridPlan['channels'] {
  const found = coordinates.find((entry) => entry.dimension === dimension)?.values;
  const telling = found && new Set(found).size === count ? found : undefined;
  return mapping.variables.flatMap((name) => {
    const unit = findVariable(variables, name)?.unit;
    return Array.from({ length: count }, (_, i) => ({
      name: dimension === undefined ? name : `${name} ${telling ? telling[i] : i}`,
      ...(unit && { unit }),
    }));
  });
}
