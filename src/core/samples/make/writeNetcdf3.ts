/**
 * A NetCDF classic file (64-bit offset) of fixed dimensions, for the generated fields: a real file that any other
 * tool reads too. Layout: https://docs.unidata.ucar.edu/netcdf-c/current/file_format_specifications.html
 */
export interface Netcdf3Variable {
  name: string;
  dimensions: string[];
  /** float32 or int32, row-major. */
  data: Float32Array | Int32Array;
  attributes?: Record<string, string | Int32Array>;
}

export interface Netcdf3Content {
  dimensions: Record<string, number>;
  attributes?: Record<string, string>;
  variables: Netcdf3Variable[];
}

const tags = { dimension: 0x0a, variable: 0x0b, attribute: 0x0c };
const types = { char: 2, int: 4, float: 5 };

export function writeNetcdf3({
  dimensions,
  attributes = {},
  variables,
}: Netcdf3Content): Uint8Array<ArrayBuffer> {
  const names = Object.keys(dimensions);
  // The header's length does not depend on the offsets in it, so it is written twice.
  const headerBytes = writeHeader(0).length;
  const dataBytes = variables.reduce((sum, { data }) => sum + data.byteLength, 0);
  const file = new Uint8Array(headerBytes + dataBytes);
  file.set(writeHeader(headerBytes));
  const view = new DataView(file.buffer);
  let at = headerBytes;
  for (const { data } of variables) {
    const isFloat = data instanceof Float32Array;
    for (let i = 0; i < data.length; i++, at += 4) {
      if (isFloat) view.setFloat32(at, data[i] as number);
      else view.setInt32(at, data[i] as number);
    }
  }
  return file;

  function writeHeader(firstByte: number): Uint8Array {
    const out = new HeaderBytes();
    out.bytes.push(0x43, 0x44, 0x46, 2);
    out.int(0);
    out.list(tags.dimension, names.length);
    for (const name of names) {
      out.text(name);
      out.int(dimensions[name] as number);
    }
    out.attributes(attributes);
    out.list(tags.variable, variables.length);
    let begin = firstByte;
    for (const { name, dimensions: over, data, attributes: notes = {} } of variables) {
      out.text(name);
      out.int(over.length);
      for (const dimension of over) out.int(names.indexOf(dimension));
      out.attributes(notes);
      out.int(data instanceof Float32Array ? types.float : types.int);
      out.int(data.byteLength);
      out.int(0);
      out.int(begin);
      begin += data.byteLength;
    }
    return Uint8Array.from(out.bytes);
  }
}

class HeaderBytes {
  readonly bytes: number[] = [];

  int(value: number): void {
    this.bytes.push((value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
  }

  /** An absent list is two zeros. */
  list(tag: number, length: number): void {
    this.int(length > 0 ? tag : 0);
    this.int(length);
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.int(bytes.length);
    this.bytes.push(...bytes, ...new Array<number>((4 - (bytes.length % 4)) % 4).fill(0));
  }

  attributes(values: Record<string, string | Int32Array>): void {
    const entries = Object.entries(values);
    this.list(tags.attribute, entries.length);
    for (const [name, value] of entries) {
      this.text(name);
      this.int(typeof value === 'string' ? types.char : types.int);
      if (typeof value === 'string') this.text(value);
      else {
        this.int(value.length);
        for (const number of value) this.int(number);
      }
    }
  }
}
