/** Stacks as variables over named dimensions: stacks that lie at the same places share them. */
import { sizeOf } from '#/core/arch/sizeOf';
import type { ArrayCoordinates, ArrayDimension, AxisRole } from '#/core/grid/arrayFile';
import { newValues, type OpenedVariable } from '../openedVariable';
import { channelsOf, dtypeOf } from './framePixels';
import type { FrameReader } from './frameReader';
import { along, normalOf, type Stack } from './stacks';

interface Axis {
  name: string;
  role: AxisRole;
  size: number;
  values?: Float64Array;
  unit?: string;
  ends?: [string, string];
}

export function variablesOf(stacks: readonly Stack[], reader: FrameReader, bundleName: string) {
  const dimensions = new SharedDimensions();
  const names = new Set<string>();
  const variables = stacks.map((stack): OpenedVariable => {
    const name = uniqueName(titleOf(stack, stacks.length > 1), names);
    const axes = axesOf(stack);
    const { image } = stack.first;
    return {
      variable: {
        name,
        dimensions: axes.map((axis) => dimensions.of(axis)),
        dtype: dtypeOf(image.form),
        ...(image.unit && { unit: image.unit }),
        details: detailsOf(stack),
      },
      read: boxReader(stack, axes, reader, bundleName),
    };
  });
  const { coordinates, roles } = dimensions;
  return {
    variables,
    coordinates,
    roles,
    details: {
      kept: 'pixels, places, times and what the scanner was set to; no names, dates or numbers of persons',
      ...(stacks[0]?.first.image.bodyPart && { 'body part': stacks[0].first.image.bodyPart.toLowerCase() }),
    },
  };
}

export const placeOf = (bundleName: string, path: string): string =>
  path === bundleName ? path : `${bundleName}, ${path}`;

const letters = [
  ['R', 'L'],
  ['A', 'P'],
  ['I', 'S'],
] as const;

/** In the patient's directions of DICOM: to the left, to the back, upwards. */
function endsOf(direction: readonly number[]): [string, string] {
  const sizes = direction.map(Math.abs);
  const axis = sizes.indexOf(Math.max(...sizes));
  const [before, behind] = letters[axis] ?? letters[0];
  return (direction[axis] ?? 0) > 0 ? [before, behind] : [behind, before];
}

function axesOf({ first, frames, places, varying }: Stack): Axis[] {
  const { facts, image } = first;
  const { position, orientation, spacing } = facts;
  const { rows, columns } = image.form;
  const axes: Axis[] = [];
  if (frames.length > 1)
    axes.push({
      name: varying.name,
      role: varying.name === 'time' ? 'time' : 'channel',
      size: frames.length,
      ...(varying.values && { values: Float64Array.from(varying.values), unit: varying.unit }),
    });
  if (places && places.length > 1)
    axes.push({
      name: 'z',
      role: 'z',
      size: places.length,
      values: Float64Array.from(places),
      unit: 'mm',
      ...(orientation && { ends: endsOf(normalOf(orientation)) }),
    });
  const side = (name: 'x' | 'y', size: number, step: number | undefined, at: number): Axis => {
    const direction = orientation?.slice(at, at + 3);
    const start = position && direction ? along(position, direction) : 0;
    return {
      name,
      role: name,
      size,
      ...(step && { values: Float64Array.from({ length: size }, (_, i) => start + i * step), unit: 'mm' }),
      ...(direction && { ends: endsOf(direction) }),
    };
  };
  axes.push(side('y', rows, spacing?.[0], 3), side('x', columns, spacing?.[1], 0));
  if (channelsOf(image.form) === 3) axes.push({ name: 'colour', role: 'channel', size: 3 });
  return axes;
}

class SharedDimensions {
  readonly coordinates: ArrayCoordinates[] = [];
  readonly roles: Record<string, AxisRole> = {};
  readonly #known = new Map<string, { marks: string[] }>();
  #alone = 0;

  of({ name, role, size, values, unit, ends }: Axis): ArrayDimension {
    const known = this.#known.get(name) ?? { marks: [] };
    this.#known.set(name, known);
    const isPlain = name === 'x' || name === 'y' || name === 'colour';
    const where = values
      ? Array.from(values, (value) => value.toFixed(2)).join()
      : isPlain
        ? ''
        : this.#alone++;
    const mark = `${size}|${where}|${ends?.join('') ?? ''}`;
    let at = known.marks.indexOf(mark);
    if (at < 0) {
      at = known.marks.push(mark) - 1;
      const own = at === 0 ? name : `${name} ${at + 1}`;
      this.roles[own] = role;
      if (values)
        this.coordinates.push({ dimension: own, values, ...(unit && { unit }), ...(ends && { ends }) });
    }
    return { name: at === 0 ? name : `${name} ${at + 1}`, size };
  }
}

const planes = { S: 'axial', I: 'axial', A: 'coronal', P: 'coronal', L: 'sagittal', R: 'sagittal' };

function titleOf({ first: { image, facts }, places }: Stack, numbered: boolean): string {
  const { modality, seriesNumber } = image;
  const plane = numbered && places && facts.orientation ? planeOf(facts.orientation) : '';
  const number = numbered && seriesNumber !== undefined ? ` ${seriesNumber}` : '';
  return `${modality || 'image'}${number}${plane && ` ${plane}`}`;
}

const planeOf = (orientation: readonly number[]): string =>
  planes[endsOf(normalOf(orientation))[1] as keyof typeof planes] ?? '';

function uniqueName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let i = 2; taken.has(name); i++) name = `${wanted}, ${i}`;
  taken.add(name);
  return name;
}

function detailsOf({ first: { image, facts }, frames, places }: Stack): Record<string, string> {
  const { slope, intercept } = facts;
  const all = frames.flat().filter((frame) => frame !== undefined);
  const same = all.every((frame) => frame.facts.slope === slope && frame.facts.intercept === intercept);
  const { photometric, stored, signed } = image.form;
  return {
    pixels: image.file.syntax.title,
    bits: `${stored}, ${signed ? 'signed' : 'unsigned'}`,
    ...(!same && { scale: 'of each slice its own' }),
    ...(same && slope !== 1 && { scale: String(slope) }),
    ...(same && intercept !== 0 && { offset: String(intercept) }),
    ...(photometric === 'MONOCHROME1' && { brightness: 'low values are bright' }),
    ...(image.padding !== undefined && { 'padding value': String(image.padding) }),
    ...(places && facts.orientation && { plane: planeOf(facts.orientation) }),
    ...(image.isMosaic && { mosaic: 'slices stand side by side in one image' }),
  };
}

function boxReader(
  { first, frames, places }: Stack,
  axes: readonly Axis[],
  reader: FrameReader,
  bundleName: string,
): OpenedVariable['read'] {
  const channels = channelsOf(first.image.form);
  const { columns } = first.image.form;
  const hasTime = frames.length > 1;
  const hasPlaces = (places?.length ?? 0) > 1;
  return async (start, count, step, Values) => {
    const at = (axis: number, i: number): number => (start[axis] ?? 0) + i * (step[axis] ?? 1);
    const zAxis = hasTime ? 1 : 0;
    const yAxis = zAxis + (hasPlaces ? 1 : 0);
    const [height = 1, width = 1, depth = 1] = count.slice(yAxis);
    const out = newValues(Values, sizeOf(count));
    let to = 0;
    for (let t = 0; t < (hasTime ? (count[0] ?? 1) : 1); t++)
      for (let z = 0; z < (hasPlaces ? (count[zAxis] ?? 1) : 1); z++) {
        const frame = frames[hasTime ? at(0, t) : 0]?.[hasPlaces ? at(zAxis, z) : 0];
        if (!frame) {
          out.fill(Number.NaN, to, to + height * width * depth);
          to += height * width * depth;
          continue;
        }
        const { slope, intercept, index } = frame.facts;
        const raw = await reader.read(frame.image, index, placeOf(bundleName, frame.image.file.path));
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++)
            for (let c = 0; c < depth; c++) {
              const from = (at(yAxis, y) * columns + at(yAxis + 1, x)) * channels;
              out[to++] =
                (raw[from + (axes.length > yAxis + 2 ? at(yAxis + 2, c) : 0)] as number) * slope + intercept;
            }
      }
    return out;
  };
}
