/** What a field takes when it is stored, against what the browser says there is room for. */
import { bytesText } from '../bytesText';
import type { MappingProblem } from './checkMapping';
import type { AxisMapping } from './gridSchema';
import { mapGrid, type MappedVariable } from './mapGrid';

/** Of a mapping without problems: float32, whatever the file has. */
export function storedBytes(
  variables: readonly MappedVariable[],
  mapping: AxisMapping,
  files: number,
): number {
  const { sizes } = mapGrid(variables, mapping);
  return Object.values(sizes).reduce((product, size) => product * size, 4 * files * mapping.variables.length);
}

/** `roomBytes`: undefined where the browser does not say. */
export function checkRoom(bytes: number, roomBytes: number | undefined): MappingProblem[] {
  if (roomBytes === undefined || bytes <= roomBytes) return [];
  return [
    {
      at: 'size',
      message: `This needs ${bytesText(bytes)}; the browser has room for ${bytesText(roomBytes)}.`,
      hint: 'Take a part of a dimension, every second index of it or fewer variables, or free space in Settings > Storage.',
    },
  ];
}
