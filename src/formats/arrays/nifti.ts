/** NIfTI-1 and -2 (.nii; .nii.gz is unpacked before): x fastest, then y, z, time; slope and intercept applied. */
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayCoordinates, AxisRole } from '#/core/grid/arrayFile';
import { TetradError } from '#/core/protocol/errors';
import type { ArrayFormatDef } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { denseStrides, readBoxBytes, reverseAxes } from './boxBytes';
import { decodeNumbers, decodingDetails, plainDecoding } from './decoding';
import { niftiHeaderBytes, niftiVersion, parseNiftiHeader } from './nifti/header';
import { affineText, orientationOf, orientationText } from './nifti/orientation';
import { byteOrderName, numericTypeName, readNumbers } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues } from './openedVariable';

/** Half of a pair: NIfTI or Analyze. */
const loneValues = (name: string): TetradError =>
  new TetradError({
    code: 'unsupported',
    message: `The file is the second half of a pair: values of an Analyze or NIfTI image, whose sizes stand in ${name.replace(/^.*[/\\]|img$/gi, '')}hdr.`,
    place: name,
    hint: 'Drop the .hdr and the .img together (datasets.import: both in files).',
  });

const variableName = 'volume';
const names = ['x', 'y', 'z', 'time', 'channel', 'dim5', 'dim6'] as const;

export const nifti: ArrayFormatDef = {
  type: 'nifti',
  title: 'NIfTI',
  extensions: arrayEndings.nifti,
  kind: 'spacetime4d',
  holds: 'arrays',
  match: (head, name) => {
    const magic = new TextDecoder('latin1').decode(head.subarray(344, 347));
    const second = new TextDecoder('latin1').decode(head.subarray(4, 7));
    if (niftiVersion(head) && (/^n[+i]1$/.test(magic) || /^n[+i]2$/.test(second))) return 1;
    if (/\.nii$/i.test(name)) return 0.7;
    if (/\.hdr$/i.test(name)) return niftiVersion(head) ? 0.7 : 0;
    // Values alone, in no form that can be told.
    return /\.img$/i.test(name) && head.includes(0) ? 0.3 : 0;
  },
  async open(file) {
    if (/\.img$/i.test(file.name)) throw loneValues(file.name);
    const head = new Uint8Array(await file.slice(0, niftiHeaderBytes).arrayBuffer());
    const header = parseNiftiHeader(head, file.name);
    const { type, shape, steps, offset } = header;
    const stored = shape.toReversed();
    const layout = {
      offset,
      shape: stored,
      strides: denseStrides(stored, type.bytes),
      itemBytes: type.bytes,
    };
    const end = offset + sizeOf(shape) * type.bytes;
    if (end > file.size)
      throw new TetradError({
        code: 'badInput',
        message: `The file has ${file.size.toLocaleString('en')} bytes; a ${shape.join(' × ')} image of ${numericTypeName(type)} needs ${end.toLocaleString('en')}.`,
        place: file.name,
        hint: 'The file was cut short: download or copy it again.',
      });
    const dimensions = shape.map((size, axis) => ({ name: names[axis] as string, size }));
    const decoding = { ...plainDecoding, scale: header.slope, offset: header.intercept };
    const orientation = orientationOf(header.forms, steps);
    const coordinates: ArrayCoordinates[] = [];
    dimensions.slice(0, 4).forEach(({ name, size }, axis) => {
      const time = name === 'time';
      const { first, step } = (!time && orientation?.along[axis]) || {
        first: time && Number.isFinite(header.timeOffset) ? header.timeOffset : 0,
        step: steps[axis] as number,
      };
      if (!(step !== 0 && Number.isFinite(step) && Number.isFinite(first))) return;
      const ends = time ? undefined : orientation?.ends[axis];
      coordinates.push({
        dimension: name,
        values: Float64Array.from({ length: size }, (_, i) => first + i * step),
        unit: time ? header.timeUnit : header.spaceUnit,
        ...(ends && { ends }),
      });
    });
    const roles: Record<string, AxisRole> = {};
    for (const { name } of dimensions) if (!name.startsWith('dim')) roles[name] = name as AxisRole;
    return openedArrays(file.name, {
      variables: [
        {
          variable: {
            name: variableName,
            dimensions,
            dtype: numericTypeName(type),
            details: { 'byte order': byteOrderName(type), ...decodingDetails(decoding) },
          },
          async read(start, count, step, Values) {
            const bytes = await readBoxBytes(
              file,
              layout,
              start.toReversed(),
              count.toReversed(),
              step.toReversed(),
              variableName,
            );
            const values = decodeNumbers(
              readNumbers(bytes, type),
              decoding,
              newValues(Values, sizeOf(count)),
            );
            return reverseAxes(values, count.toReversed());
          },
        },
      ],
      coordinates,
      roles,
      details: {
        version: `NIfTI-${header.version}`,
        orientation: orientation ? orientationText(orientation) : 'not in the file',
        ...(orientation && { affine: affineText(orientation.affine) }),
        ...(header.description && { description: header.description }),
      },
    });
  },
};
