/**
 * The header of a classic NetCDF file (CDF-1, 64-bit offset CDF-2, CDF-5): dimensions, attributes and where each
 * variable begins. https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html
 */
import { TetradError } from '#/core/protocol/errors';
import type { Attributes } from '../decoding';
import { type NumericType, readNumbers } from '../numericType';

export interface ClassicVariable {
  name: string;
  /** Indices into `dimensions`. */
  dimensions: number[];
  attributes: Attributes;
  /** undefined = text. */
  type: NumericType | undefined;
  itemBytes: number;
  offset: number;
}

export interface ClassicHeader {
  version: 1 | 2 | 5;
  /** -1 when the file was written as a stream and does not say. */
  records: number;
  /** Size 0 marks the record dimension. */
  dimensions: { name: string; size: number }[];
  attributes: Attributes;
  variables: ClassicVariable[];
}

/** Thrown while parsing when `head` is too short; the caller reads more. */
export class HeaderNeedsMore extends Error {}

const types: (NumericType | 'char')[] = [
  { kind: 'integer', bytes: 1, littleEndian: false },
  'char',
  { kind: 'integer', bytes: 2, littleEndian: false },
  { kind: 'integer', bytes: 4, littleEndian: false },
  { kind: 'float', bytes: 4, littleEndian: false },
  { kind: 'float', bytes: 8, littleEndian: false },
  { kind: 'unsigned', bytes: 1, littleEndian: false },
  { kind: 'unsigned', bytes: 2, littleEndian: false },
  { kind: 'unsigned', bytes: 4, littleEndian: false },
  { kind: 'integer', bytes: 8, littleEndian: false },
  { kind: 'unsigned', bytes: 8, littleEndian: false },
];

const dimensionTag = 10;
const variableTag = 11;
const attributeTag = 12;
const padded = (bytes: number): number => Math.ceil(bytes / 4) * 4;

export function parseClassicHeader(head: Uint8Array<ArrayBuffer>, fileName: string): ClassicHeader {
  const version = head[3];
  if (version !== 1 && version !== 2 && version !== 5)
    throw damaged(fileName, `the version byte is ${version}, not 1, 2 or 5`);
  const cursor = new Cursor(head, fileName, version);
  const records = cursor.recordCount();
  const dimensions = cursor.list(dimensionTag, () => ({ name: cursor.text(), size: cursor.count() }));
  const attributes = cursor.attributes();
  const variables = cursor.list(variableTag, () => cursor.variable(dimensions.length));
  return { version, records, dimensions, attributes, variables };
}

class Cursor {
  #at = 4;
  readonly #view: DataView<ArrayBuffer>;

  constructor(
    private readonly head: Uint8Array<ArrayBuffer>,
    private readonly fileName: string,
    private readonly version: 1 | 2 | 5,
  ) {
    this.#view = new DataView(head.buffer, head.byteOffset, head.length);
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.head.length) throw new HeaderNeedsMore();
    this.#at = at + bytes;
    return at;
  }

  #int32 = (): number => this.#view.getUint32(this.#take(4));
  #int64 = (): number => Number(this.#view.getBigUint64(this.#take(8)));

  count(): number {
    return this.version === 5 ? this.#int64() : this.#int32();
  }

  recordCount(): number {
    const streaming = this.version === 5 ? 2 ** 64 : 2 ** 32 - 1;
    const records = this.count();
    return records >= streaming ? -1 : records;
  }

  text(): string {
    const bytes = this.count();
    const at = this.#take(padded(bytes));
    return new TextDecoder().decode(this.head.subarray(at, at + bytes));
  }

  list<T>(tag: number, item: () => T): T[] {
    const found = this.#int32();
    const length = this.count();
    if (found === 0 && length === 0) return [];
    if (found !== tag) throw damaged(this.fileName, `byte ${this.#at} holds ${found} where ${tag} belongs`);
    const items: T[] = [];
    for (let i = 0; i < length; i++) items.push(item());
    return items;
  }

  #type(): NumericType | 'char' {
    const code = this.#int32();
    const type = types[code - 1];
    if (!type) throw damaged(this.fileName, `byte ${this.#at} names an unknown type ${code}`);
    return type;
  }

  attributes(): Attributes {
    const kinds = new Map<string, NumericType['kind']>();
    const values = new Map(
      this.list(attributeTag, () => {
        const name = this.text();
        const type = this.#type();
        const length = this.count();
        const bytes = length * (type === 'char' ? 1 : type.bytes);
        const at = this.#take(padded(bytes));
        const value = this.head.subarray(at, at + bytes);
        if (type !== 'char') kinds.set(name, type.kind);
        return [
          name,
          type === 'char'
            ? new TextDecoder().decode(value).replace(/\0+$/, '')
            : [...readNumbers(value.slice(), type)],
        ] as const;
      }),
    );
    return Object.assign(values, { kinds });
  }

  variable(dimensionCount: number): ClassicVariable {
    const name = this.text();
    const rank = this.count();
    const dimensions: number[] = [];
    for (let i = 0; i < rank; i++) {
      const dimension = this.count();
      if (dimension >= dimensionCount)
        throw damaged(this.fileName, `variable ${name} uses dimension ${dimension} of ${dimensionCount}`);
      dimensions.push(dimension);
    }
    const attributes = this.attributes();
    const type = this.#type();
    this.count(); // The size: too small for large variables, so it is worked out from the shape.
    const offset = this.version === 1 ? this.#int32() : this.#int64();
    return {
      name,
      dimensions,
      attributes,
      type: type === 'char' ? undefined : type,
      itemBytes: type === 'char' ? 1 : type.bytes,
      offset,
    };
  }
}

function damaged(fileName: string, what: string): TetradError {
  return new TetradError({
    code: 'badInput',
    message: `The header of the NetCDF file is damaged: ${what}.`,
    place: fileName,
    hint: 'Download or copy the file again.',
  });
}
