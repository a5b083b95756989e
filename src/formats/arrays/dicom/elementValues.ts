/** Values of elements: numbers written as text or in binary, texts. */
import { type DataSet, type DicomElement, tagOf } from './dataSet';

const ascii = new TextDecoder('latin1');

/** Reads the elements of one data set; of several the first that has it. */
export class ElementValues {
  readonly #sets: readonly DataSet[];
  readonly littleEndian: boolean;

  constructor(sets: readonly DataSet[], littleEndian: boolean) {
    this.#sets = sets;
    this.littleEndian = littleEndian;
  }

  element(group: number, element: number): DicomElement | undefined {
    const tag = tagOf(group, element);
    for (const set of this.#sets) {
      const found = set.get(tag);
      if (found && (found.items || found.bytes.length > 0)) return found;
    }
    return undefined;
  }

  text(group: number, element: number): string | undefined {
    const found = this.element(group, element);
    if (!found || found.items) return undefined;
    return (
      ascii
        .decode(found.bytes.subarray(0, 4096))
        .replace(/[\0\s]+$/, '')
        .trim() || undefined
    );
  }

  /** Of decimal and integer strings, or of US, SS, UL, FD, …; without value representation what its length says. */
  numbers(group: number, element: number): number[] {
    const found = this.element(group, element);
    if (!found || found.items) return [];
    const { vr, bytes } = found;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const little = this.littleEndian;
    const each = (width: number, read: (at: number) => number) =>
      Array.from({ length: Math.min(65_536, Math.floor(bytes.length / width)) }, (_, i) => read(i * width));
    switch (vr || binaryVr(tagOf(group, element))) {
      case 'US':
        return each(2, (at) => view.getUint16(at, little));
      case 'SS':
        return each(2, (at) => view.getInt16(at, little));
      case 'UL':
        return each(4, (at) => view.getUint32(at, little));
      case 'SL':
        return each(4, (at) => view.getInt32(at, little));
      case 'FL':
        return each(4, (at) => view.getFloat32(at, little));
      case 'FD':
        return each(8, (at) => view.getFloat64(at, little));
      default:
        return ascii
          .decode(bytes.subarray(0, 4096))
          .split('\\')
          .map((text) => text.replace(/\0/g, '').trim())
          .filter((text) => text !== '')
          .map(Number);
    }
  }

  number(group: number, element: number): number | undefined {
    const value = this.numbers(group, element)[0];
    return value !== undefined && Number.isFinite(value) ? value : undefined;
  }

  /** `count` finite numbers, or none. */
  vector(group: number, element: number, count: number): number[] | undefined {
    const values = this.numbers(group, element);
    return values.length >= count && values.slice(0, count).every(Number.isFinite)
      ? values.slice(0, count)
      : undefined;
  }

  items(group: number, element: number): readonly DataSet[] {
    return this.element(group, element)?.items ?? [];
  }

  /** Seconds of a DT, or of a DA and a TM; only their differences mean anything. */
  seconds(dateTime: [number, number], date: [number, number], time: [number, number]): number | undefined {
    const joint = this.text(...dateTime);
    if (joint) return secondsOf(joint.slice(0, 8), joint.slice(8));
    const clock = this.text(...time);
    return clock === undefined ? undefined : secondsOf(this.text(...date) ?? '', clock);
  }
}

function secondsOf(date: string, clock: string): number | undefined {
  const [, hour, minute = '0', second = '0'] = /^(\d\d):?(\d\d)?:?(\d\d(?:\.\d+)?)?/.exec(clock) ?? [];
  if (hour === undefined) return undefined;
  const [, year, month, day] = /^(\d{4})\.?(\d\d)\.?(\d\d)/.exec(date) ?? [];
  const days = year ? Date.UTC(Number(year), Number(month) - 1, Number(day)) / 1000 : 0;
  return days + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
}

/** Value representations of what is read here in binary, where the file does not write them (part 6). */
const binaryVrs = new Map<number, string>([
  ...[0x0002, 0x0006, 0x0010, 0x0011, 0x0100, 0x0101, 0x0102, 0x0103, 0x1101, 0x1102, 0x1103].map(
    (element): [number, string] => [tagOf(0x0028, element), 'US'],
  ),
  [tagOf(0x0020, 0x9128), 'UL'],
  [tagOf(0x0020, 0x9057), 'UL'],
  [tagOf(0x0018, 0x9082), 'FD'],
  [tagOf(0x0018, 0x9087), 'FD'],
]);
const binaryVr = (tag: number): string => binaryVrs.get(tag) ?? '';
