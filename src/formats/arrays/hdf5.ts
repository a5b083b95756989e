/** HDF5, and NetCDF 4, which is HDF5 with dimension scales and CF attributes: read by the byte ranges it needs. */
import { arrayEndings } from '#/core/fileEndings';
import type { ArrayCoordinates, ArrayDimension, ArrayFile, TextList } from '#/core/grid/arrayFile';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { inside, signLife } from '#/core/protocol/heartbeat';
import type { ArrayFormatDef, ArraySource } from '../formatDef';
import { sizeOf } from '#/core/arch/sizeOf';
import { readThere, reverseAxes } from './boxBytes';
import {
  calendarOf,
  classesOf,
  fileDetails,
  hintsOf,
  longNameOf,
  netcdfFill,
  textOf,
  unitOf,
  withSign,
} from './cfConventions';
import { type Attributes, cfDecoding, decodeNumbers, decodingDetails, numbersOf } from './decoding';
import { type DimensionHints, dimensionNames, guessRoles } from './guessRoles';
import { valuesElsewhere } from './hdf5/elsewhere';
import { foreignFilters } from './hdf5/foreignFilters';
import {
  damaged,
  type H5Attributes,
  type H5Dataset,
  type H5File,
  type H5Metadata,
  innermost,
  numericTypeOf,
  openH5,
} from './hdf5/library';
import { listDatasets } from './hdf5/listDatasets';
import { nameDimensions } from './hdf5/nameDimensions';
import { isRecord, isTextList, recordFields, textList } from './hdf5/records';
import { fillNumber, type StoredFacts } from './hdf5/storedFacts';
import type { StoredType } from './hdf5/storedType';
import { minc } from './minc';
import { byteOrderName, type NumericType, numericTypeName, readNumbers } from './numericType';
import { openedArrays } from './openedArrays';
import { newValues, type OpenedVariable } from './openedVariable';

const signature = '\x89HDF\r\n\x1a\n';

/** The signature lies at 0, or behind a user block of 512, 1024, 2048, … bytes. */
export function hasHdf5Signature(head: Uint8Array): boolean {
  for (let at = 0; at + 8 <= head.length; at = at === 0 ? 512 : at * 2)
    if (String.fromCharCode(...head.subarray(at, at + 8)) === signature) return true;
  return false;
}

export const hdf5: ArrayFormatDef = {
  type: 'hdf5',
  title: 'HDF5, NetCDF 4',
  extensions: arrayEndings.hdf5,
  kind: 'spacetime4d',
  holds: 'arrays',
  mayBeSamples: true,
  match: (head) => (hasHdf5Signature(head) ? 0.9 : 0),
  open: (file) => openHdf5(file, { columnMajor: false }),
};

/** `columnMajor`: as MATLAB writes, which names the dimensions from the other end. */
export async function openHdf5(file: ArraySource, order: { columnMajor: boolean }): Promise<ArrayFile> {
  const opened = await openH5(file);
  try {
    return describe(file, opened, order.columnMajor);
  } catch (thrown) {
    opened.close();
    throw thrown instanceof TetradError ? thrown : damaged(file, 'The HDF5 file cannot be read', thrown);
  }
}

function describe(file: ArraySource, opened: H5File, columnMajor: boolean): ArrayFile {
  const details: Record<string, string> = {};
  const datasets = inside(file.name, () =>
    listDatasets(opened, file.name, (path, thrown) => {
      details[path.slice(1)] = `left out: it cannot be opened: ${innermost(String(thrown))}`;
    }),
  );
  requireNoMinc(file, opened);
  const attributes = new Map(
    datasets.map((dataset) => {
      signLife();
      return [dataset, opened.attributes(dataset)];
    }),
  );
  const root = opened.attributes(opened.root);
  requireNoKeras(file, root);
  const netcdf = isNetcdf(file.name, root, [...attributes.values()]);
  const named = nameDimensions(
    datasets,
    (dataset) => attributes.get(dataset)?.names ?? new Set(),
    (dataset) => spacingOf(attributes.get(dataset)) && 'time',
    columnMajor,
  );
  Object.assign(details, fileDetails(root));
  const variables: OpenedVariable[] = [];
  const texts: TextList[] = [];
  const coordinates: ArrayCoordinates[] = [];
  const hints = new Map<string, DimensionHints>();
  for (const [dataset, own] of attributes) {
    signLife();
    const name = dataset.path.slice(1);
    const { dimensions, ownScale } = named.get(dataset) ?? { dimensions: [], ownScale: false };
    for (const { name: dimension } of dimensions)
      if (!hints.has(dimension)) hints.set(dimension, { name: dimension });
    // NetCDF writes dimensions without coordinates as empty datasets.
    if (textOf(own, 'NAME')?.startsWith('This is a netCDF dimension but not a netCDF variable')) continue;
    if (!columnMajor && isTextList(dataset.metadata)) texts.push(textList(file, dataset));
    if (!columnMajor && isRecord(dataset.metadata) && dimensions.length > 0) {
      const fields = recordFields(file, opened, dataset, dimensions);
      variables.push(...fields.variables);
      texts.push(...fields.texts);
      Object.assign(details, fields.details);
      continue;
    }
    const facts = opened.facts(dataset);
    const stored = storedNumber(dataset.metadata, facts);
    const otherwise =
      leftOut(dataset.metadata, own) ??
      valuesElsewhere(dataset.metadata, facts) ??
      (stored ? undefined : 'not numbers of up to 64 bits');
    if (otherwise !== undefined || !stored || dimensions.length === 0) {
      details[name] = otherwise === undefined ? 'a single number' : `left out: ${otherwise}`;
      continue;
    }
    const type = withSign(stored.type, own);
    const default4 = netcdfFill(stored.type);
    const filled = netcdf || fillNumber(facts, stored.type) === default4;
    const decoding = cfDecoding(own, type, filled ? default4 : undefined);
    const raw = (start: readonly number[], count: readonly number[], step: readonly number[]) => {
      const bytes = opened.readRaw(dataset, start, count, step);
      return stored.odd?.toNumbers(bytes) ?? readNumbers(bytes, { ...type, littleEndian: true });
    };
    const unread = unreadable(opened, dataset);
    if (unread) {
      details[name] = `left out: ${unread}`;
      continue;
    }
    const [first] = dimensions;
    if (ownScale && first) {
      hints.set(first.name, hintsOf(first.name, own));
      const there = dataset.shape?.[0] ?? 0;
      if (first.size > 0) {
        const values = new Float64Array(first.size).fill(Number.NaN);
        if (there > 0) decodeNumbers(raw([0], [there], [1]), decoding, values.subarray(0, there));
        coordinates.push({ dimension: first.name, values, unit: unitOf(own), calendar: calendarOf(own) });
      }
      continue;
    }
    const spacing = spacingOf(own);
    if (spacing && first && !coordinates.some(({ dimension }) => dimension === first.name)) {
      const values = Float64Array.from({ length: first.size }, (_, i) => spacing.start + i * spacing.step);
      coordinates.push({ dimension: first.name, values, unit: spacing.unit });
    }
    const there = columnMajor ? (dataset.shape ?? []).toReversed() : (dataset.shape ?? []);
    variables.push({
      variable: {
        name,
        dimensions,
        dtype: isBool(dataset.metadata, own) ? 'bool' : (stored.odd?.name ?? numericTypeName(type)),
        unit: unitOf(own) ?? textOf(own, 'Yunits'),
        longName: longNameOf(own),
        classes: classesOf(own),
        details: {
          ...storageDetails(dataset, type),
          ...shorterDetails(dimensions, there),
          ...decodingDetails(decoding),
        },
      },
      attributes: own,
      async read(start, count, step, Values) {
        const turn = (list: readonly number[]) => (columnMajor ? list.toReversed() : list);
        return readThere(there, start, count, step, Values, (inside) => {
          const values = raw(turn(start), turn(inside), turn(step));
          const box = decodeNumbers(values, decoding, newValues(Values, sizeOf(inside)));
          return columnMajor ? reverseAxes(box, turn(inside)) : box;
        });
      },
    });
  }
  const roles = guessRoles([...hints.values()], dimensionNames(variables));
  return openedArrays(file.name, {
    variables,
    texts,
    coordinates,
    roles,
    details,
    close: () => opened.close(),
  });
}

/** Files of the NetCDF library before 4.4.1 say so only by their dimension scales. */
function isNetcdf(fileName: string, root: H5Attributes, all: readonly H5Attributes[]): boolean {
  if (root.has('_NCProperties') || root.has('_nc3_strict')) return true;
  if (all.some(({ names }) => names.has('_Netcdf4Dimid') || names.has('_Netcdf4Coordinates'))) return true;
  const scales = all.some((own) => textOf(own, 'CLASS') === 'DIMENSION_SCALE');
  const conventions = textOf(root, 'Conventions') ?? textOf(root, 'conventions') ?? '';
  return scales && (/^(CF|COARDS|ACDD)/i.test(conventions) || /\.(nc|nc4|cdf)$/i.test(fileName));
}

function requireNoKeras(file: ArraySource, root: H5Attributes): void {
  if (!root.has('keras_version') && !root.has('layer_names')) return;
  throw new TetradError({
    code: 'unsupported',
    message: 'The file holds a Keras model or its weights, not data.',
    place: file.name,
    hint: 'To open the model here, write it as ONNX in Python: model.export("model.onnx", format="onnx").',
  });
}

/** Of MINC 2, whose values mean nothing without the range of their slice. */
function requireNoMinc(file: ArraySource, { root }: H5File): void {
  if (root.keys().includes('minc-2.0')) throw minc(file.name);
}

interface StoredNumber {
  type: NumericType;
  /** When no processor has it. */
  odd?: StoredType;
}

function storedNumber(metadata: H5Metadata, { type }: StoredFacts): StoredNumber | undefined {
  const plain = numericTypeOf(metadata);
  if (type === 'standard') return plain && { type: plain };
  // As doubles, which is what its numbers become.
  return type && { type: { kind: 'float', bytes: 8, littleEndian: true }, odd: type };
}

const shorterDetails = (
  dimensions: readonly ArrayDimension[],
  there: readonly number[],
): Record<string, string> => {
  const axis = dimensions.findIndex(({ size }, i) => size > (there[i] ?? size));
  if (axis < 0) return {};
  return {
    written: `${there[axis]} of ${dimensions[axis]?.size} along ${dimensions[axis]?.name}; the rest is missing`,
  };
};

/** What keeps a dataset whose compression is a plugin from being read: a chunk of it is tried. */
function unreadable(opened: H5File, dataset: H5Dataset): string | undefined {
  const shape = dataset.shape ?? [];
  if (foreignFilters(dataset.filters) === undefined || shape.includes(0)) return undefined;
  const one = shape.map(() => 1);
  try {
    opened.readRaw(
      dataset,
      shape.map(() => 0),
      one,
      one,
    );
    return undefined;
  } catch (thrown) {
    const { code, message, hint } = toErrorInfo(thrown);
    if (code !== 'unsupported') throw thrown;
    return `${message} ${hint}`;
  }
}

/** GWOSC (https://gwosc.org/archive/dataset) writes start and step of a series as attributes of its dataset. */
function spacingOf(
  attributes: Attributes = new Map(),
): { start: number; step: number; unit?: string } | undefined {
  const [step] = numbersOf(attributes, 'Xspacing');
  if (step === undefined) return undefined;
  return { start: numbersOf(attributes, 'Xstart')[0] ?? 0, step, unit: textOf(attributes, 'Xunits') };
}

const isBool = ({ enum_type }: H5Metadata, attributes: Attributes): boolean =>
  textOf(attributes, 'MATLAB_class') === 'logical' ||
  Object.keys(enum_type?.members ?? {})
    .sort()
    .join() === 'FALSE,TRUE';

function storageDetails(dataset: H5Dataset, type: NumericType): Record<string, string> {
  const { chunks } = dataset.metadata;
  const filters = dataset.filters.map(({ name, id }) => name || String(id)).join(', ');
  return {
    'byte order': byteOrderName(type),
    ...(chunks && { chunks: chunks.join(' × ') }),
    ...(filters && { compression: filters }),
  };
}

function leftOut({ type, compound_type }: H5Metadata, attributes: Attributes): string | undefined {
  const matlabClass = textOf(attributes, 'MATLAB_class');
  if (matlabClass && /^(char|cell|struct|function_handle|string)$/.test(matlabClass))
    return `MATLAB ${matlabClass}`;
  if (attributes.has('MATLAB_empty')) return 'empty';
  const members = compound_type?.members.map(({ name }) => name).join(', ') ?? '';
  if (/^(r, i|real, imag)$/.test(members))
    return 'complex numbers; save real and imaginary parts as two arrays or two channels';
  if (type === 6) return `records with the fields ${members}; save each field as an array of its own`;
  if (type === 3) return 'text';
  if (type === 7) return 'references';
  if (type === 9) return 'arrays of varying length';
  return undefined;
}
