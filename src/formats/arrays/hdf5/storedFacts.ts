/** What the header of a dataset says that the library does not hand on. */
import { readNumbers } from '../numericType';
import {
  type FileGeometry,
  type HeaderMessage,
  messageTypes,
  numberAt,
  readGeometry,
  readMessages,
  type ReadNow,
  sharedAddress,
} from './objectHeader';
import { parseStoredType, type StoredType } from './storedType';

export interface StoredFacts {
  /** undefined: a number no processor has, and one that is not converted. */
  type: StoredType | 'standard' | undefined;
  /** The bytes a program put where nothing was written. */
  fill?: Uint8Array;
  /** The values lie in files of their own. */
  external: boolean;
}

const nothingKnown: StoredFacts = { type: 'standard', external: false };

export class HeaderReader {
  readonly #read: ReadNow;
  readonly #geometry: FileGeometry | undefined;

  constructor(read: ReadNow, fileBytes: number) {
    this.#read = read;
    this.#geometry = readGeometry(read, fileBytes);
  }

  /** `reference`: the address of the object, as the library refers to it. */
  facts(reference: ArrayLike<number>): StoredFacts {
    const geometry = this.#geometry;
    if (!geometry || geometry.offsetBytes > reference.length) return nothingKnown;
    const address = numberAt(new DataView(Uint8Array.from(reference).buffer), 0, geometry.offsetBytes);
    try {
      const messages = readMessages(this.#read, geometry, address);
      const find = (type: number) => messages.find((message) => message.type === type);
      const datatype = find(messageTypes.datatype);
      return {
        type: datatype ? parseStoredType(this.#typeMessage(datatype, geometry)) : 'standard',
        fill: fillOf(find(messageTypes.fill)),
        external: find(messageTypes.external) !== undefined,
      };
    } catch (thrown) {
      // The library read this header; what is not understood here is left to it.
      if (thrown instanceof RangeError) return nothingKnown;
      throw thrown;
    }
  }

  #typeMessage(message: HeaderMessage, geometry: FileGeometry): DataView {
    if (!message.shared) return message.data;
    const named = readMessages(this.#read, geometry, sharedAddress(message, geometry));
    const own = named.find(({ type }) => type === messageTypes.datatype);
    if (!own) throw new RangeError('no datatype');
    return own.data;
  }
}

function fillOf(message: HeaderMessage | undefined): Uint8Array | undefined {
  if (!message || message.shared) return undefined;
  const { data } = message;
  const version = data.getUint8(0);
  const at = version === 3 ? 2 : 4;
  const given = version === 3 ? (data.getUint8(1) & 32) !== 0 : data.getUint8(3) !== 0;
  if (!given || data.byteLength < at + 4) return undefined;
  const bytes = data.getInt32(at, true);
  if (bytes <= 0 || data.byteLength < at + 4 + bytes) return undefined;
  return new Uint8Array(data.buffer, data.byteOffset + at + 4, bytes);
}

/** As a number; undefined where there is none. */
export function fillNumber(
  { fill }: StoredFacts,
  type: Parameters<typeof readNumbers>[1],
): number | undefined {
  return fill && fill.length === type.bytes ? readNumbers(fill.slice(), type)[0] : undefined;
}
