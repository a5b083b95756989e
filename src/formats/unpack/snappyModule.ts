/**
 * Snappy's elements in WebAssembly (github.com/google/snappy, format_description.txt): literals and copies of what came
 * before. Short ones are moved in whole vectors, which write a little beyond their end: what comes next stands there.
 */
import { add, assemble, type Code, get, load, store, subtract } from '#/core/wasm/assemble';
import {
  and,
  any,
  atLeastUnsigned,
  below,
  byteAt,
  CodeWriter,
  copyBytes,
  equal,
  not,
  number,
  or,
  putWhole,
  shiftLeft,
  shiftRight,
  wholeAt,
} from '#/core/wasm/codeWriter';

/** Bytes behind what is read and behind what is written that may be read and written over. */
export const slack = 64;
/** Where it stands whether all went well, at 0 of the memory: 1. */
export const doneAt = 0;

const vectorBytes = 16;
const longBytes = 8;
const putByte = (address: Code, value: Code): Code => [...address, ...value, 0x3a, 0, 0];
const longAt = (address: Code): Code => [...address, 0x29, 0, 0];
const putLong = (address: Code, value: Code): Code => [...address, ...value, 0x37, 0, 0];

/** Elements from `from` to `end` become bytes from `to` to exactly `toEnd`. */
export function snappyModule(): Uint8Array<ArrayBuffer> {
  const [from, end, to, toEnd] = [0, 1, 2, 3];
  const w = new CodeWriter(4);
  const [tag, kind, length, offset, start, until, source] = [0, 1, 2, 3, 4, 5, 6].map(w.whole) as Seven;
  const more = (local: number, by: Code): void => w.let(local, add(get(local), by));
  const left = (at: number, till: number): Code => subtract(get(till), get(at));
  /** Whole steps from `source` to `to`, until the length is reached; then `to` is set right. */
  const inSteps = (bytes: number, move: () => void): void => {
    w.let(until, add(get(to), get(length)));
    w.loop('step', () => {
      move();
      more(to, number(bytes));
      more(source, number(bytes));
      w.go('step', below(get(to), get(until)));
    });
    w.let(to, get(until));
  };
  const moveVector = (): void => w.put(store(get(to), load(get(source))));
  const moveLong = (): void => w.put(putLong(get(to), longAt(get(source))));
  const moveByte = (): void => w.put(putByte(get(to), byteAt(get(source))));

  function literal() {
    w.let(length, shiftRight(get(tag), number(2)));
    w.when(atLeastUnsigned(get(length), number(60)), () => {
      // So many bytes say how long it is.
      w.let(kind, subtract(get(length), number(59)));
      w.go('bad', below(left(from, end), get(kind)));
      const unused = shiftLeft(subtract(number(4), get(kind)), number(3));
      const mask = shiftRight(number(-1), unused);
      w.let(length, and(wholeAt(get(from)), mask));
      more(from, get(kind));
    });
    more(length, number(1));
    w.go(
      'bad',
      any(not(get(length)), below(left(from, end), get(length)), below(left(to, toEnd), get(length))),
    );
    w.let(source, get(from));
    more(from, get(length));
    w.when(
      below(get(length), number(slack)),
      () => inSteps(vectorBytes, moveVector),
      () => {
        w.put(copyBytes(get(to), get(source), get(length)));
        more(to, get(length));
      },
    );
  }

  function copy() {
    w.when(
      equal(get(kind), number(1)),
      () => {
        w.let(length, add(and(shiftRight(get(tag), number(2)), number(7)), number(4)));
        w.let(offset, or(shiftLeft(shiftRight(get(tag), number(5)), number(8)), byteAt(get(from))));
        more(from, number(1));
      },
      () => {
        w.let(length, add(shiftRight(get(tag), number(2)), number(1)));
        w.let(offset, wholeAt(get(from)));
        w.when(
          equal(get(kind), number(2)),
          () => {
            w.let(offset, and(get(offset), number(0xffff)));
            more(from, number(2));
          },
          () => more(from, number(4)),
        );
      },
    );
    w.go(
      'bad',
      any(
        below(get(end), get(from)),
        not(get(offset)),
        below(subtract(get(to), get(start)), get(offset)),
        below(left(to, toEnd), get(length)),
      ),
    );
    w.let(source, subtract(get(to), get(offset)));
    w.when(
      atLeastUnsigned(get(offset), number(vectorBytes)),
      () => inSteps(vectorBytes, moveVector),
      () =>
        w.when(
          atLeastUnsigned(get(offset), number(longBytes)),
          () => inSteps(longBytes, moveLong),
          () => inSteps(1, moveByte),
        ),
    );
  }

  w.put(putWhole(number(doneAt), number(0)));
  w.let(start, get(to));
  w.block('bad', () => {
    w.block('done', () =>
      w.loop('next', () => {
        w.go('done', atLeastUnsigned(get(from), get(end)));
        w.let(tag, byteAt(get(from)));
        more(from, number(1));
        w.let(kind, and(get(tag), number(3)));
        w.when(get(kind), copy, literal);
        w.go('next');
      }),
    );
    w.put(putWhole(number(doneAt), equal(get(to), get(toEnd))));
  });
  return assemble([{ name: 'unpack', parameters: 4, locals: w.locals, body: w.code }], false);
}

type Seven = [number, number, number, number, number, number, number];
