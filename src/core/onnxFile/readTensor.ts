/** Weights as the file describes them. Their values stay where they are until somebody asks (tensorValues.ts). */
import { TetradError } from '../protocol/errors';
import { bytesOf, elementType } from './elementTypes';
import { type Budget, limits } from './limits';
import type { ExternalData, FileTensor, Pieces } from './onnxFile';
import { damaged, Wire, wireTypes } from './wire';

const typedFields = new Map<number, Pieces['field']>([
  [4, 'float'],
  [5, 'int32'],
  [6, 'text'],
  [7, 'int64'],
  [10, 'double'],
  [11, 'uint64'],
]);

export function readTensor(wire: Wire, budget: Budget): FileTensor {
  budget.spend('tensors');
  const dims: bigint[] = [];
  let [name, doc, element, isExternal] = ['', '', 0, false];
  let raw: Uint8Array | undefined;
  const typed = new Map<Pieces['field'], Pieces>();
  const external = new Map<string, string>();
  while (wire.next()) {
    const field = typedFields.get(wire.field);
    if (field) {
      const pieces = typed.get(field) ?? { field, pieces: [] };
      pieces.pieces.push(wire.piece('the values of an array'));
      typed.set(field, pieces);
    } else if (wire.field === 1) readDims(wire, dims);
    else if (wire.field === 2) element = wire.number('an element type');
    else if (wire.field === 8) name = wire.text('the name of an array');
    else if (wire.field === 9) raw = wire.bytesOf('the values of an array');
    else if (wire.field === 12) doc = wire.text('a description');
    else if (wire.field === 13) {
      const [key, value] = readEntry(wire.inner('an entry'));
      external.set(key, value);
    } else if (wire.field === 14) isExternal = wire.number('where values lie') === 1;
    else wire.skip();
  }
  const known = elementType(element);
  const place = `weights "${name}"`;
  if (!known)
    throw new TetradError({
      code: 'unsupported',
      message: `The weights "${name}" are of the element type number ${element}, which ONNX does not have.`,
      place,
    });
  const sizes = checkedDims(dims, name);
  const size = sizes.reduce((product, dim) => product * dim, 1);
  const tensor = { name, element, dims: sizes, size, doc };
  if (isExternal) return { ...tensor, data: { external: externalOf(external, name) } };
  if (raw) {
    const wanted = bytesOf(known, size);
    if (known.bits > 0 && raw.length === wanted) return { ...tensor, data: { raw } };
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" have ${raw.length.toLocaleString('en')} bytes for ${known.name} [${sizes.join(', ')}], which are ${wanted.toLocaleString('en')}.`,
      place,
      hint: 'The file is damaged. Export it again.',
    });
  }
  const [pieces, another] = typed.values();
  if (another) throw damaged(`the weights "${name}" have values of two types.`, place);
  return { ...tensor, data: { typed: pieces ?? { field: 'float', pieces: [] } } };
}

function readDims(wire: Wire, dims: bigint[]): void {
  const { type, bytes } = wire.piece('a shape');
  if (type !== wireTypes.bytes && type !== wireTypes.varint)
    throw damaged('a shape is made of no whole numbers.');
  for (const dim of new Wire(bytes, wire.offset).varints()) {
    dims.push(dim);
    if (dims.length > limits.rank) throw damaged(`a shape has more than ${limits.rank} sizes.`);
  }
}

function checkedDims(dims: readonly bigint[], name: string): number[] {
  const text = `[${dims.join(', ')}]`;
  if (dims.some((dim) => dim < 0n))
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" have a negative size: ${text}.`,
      place: `weights "${name}"`,
      hint: 'No array has one; the file is damaged, or made to harm.',
    });
  const size = dims.reduce((product, dim) => product * dim, 1n);
  if (size > BigInt(limits.values) || dims.some((dim) => dim > BigInt(limits.values)))
    throw new TetradError({
      code: 'badInput',
      message: `The weights "${name}" say that they are ${text}, which is more than any machine holds.`,
      place: `weights "${name}"`,
      hint: 'The file is damaged, or made to harm.',
    });
  return dims.map(Number);
}

export function readEntry(wire: Wire): [key: string, value: string] {
  let [key, value] = ['', ''];
  while (wire.next())
    if (wire.field === 1) key = wire.text('a key');
    else if (wire.field === 2) value = wire.text('a text');
    else wire.skip();
  return [key, value];
}

/** Only these fields are copied; the place must be a file beside the model, by a relative path. */
function externalOf(entries: ReadonlyMap<string, string>, name: string): ExternalData {
  const location = entries.get('location') ?? '';
  const place = `weights "${name}"`;
  const bad = (message: string) =>
    new TetradError({
      code: 'badInput',
      message: `The weights "${name}" are in another file, and ${message}.`,
      place,
      hint: 'Save the model again, with its weights in one file beside it.',
    });
  const parts = location.split(/[/\\]/);
  if (location === '') throw bad('which one is not said');
  if (
    /^([/\\]|[a-z]:|[a-z][a-z+.-]*:\/\/)/i.test(location) ||
    parts.includes('..') ||
    location.includes('\0')
  )
    throw bad(`"${location.slice(0, 120)}" is no file beside the model`);
  const count = (key: string): number | undefined => {
    const text = entries.get(key);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
    throw bad(`its ${key} is "${text.slice(0, 40)}"`);
  };
  return { location, offset: count('offset') ?? 0, length: count('length') };
}
