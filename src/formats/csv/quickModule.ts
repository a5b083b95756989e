/**
 * Rows of plain cells read by WebAssembly: numbers written the plain way and texts, in quotes or not, looked up by their
 * bytes. It stops before the first row that is anything else, which scanner.ts reads; what it does read is what scanner.ts
 * would have read, value by value. Numbers of up to 2^53 are divided by a power of ten once: the nearest double (Clinger 1990).
 */
import { flagMarked, flagProven, flagUnusual } from '#/core/table/howWritten';
import { add, assemble, type Code, get, multiply, subtract } from '#/core/wasm/assemble';
import {
  and,
  any,
  atLeastUnsigned,
  below,
  byteAt,
  CodeWriter,
  copyBytes,
  differs,
  doubleAt,
  doubleBelow,
  doubleDivide,
  doubleNegate,
  doubleNumber,
  doubleOfLong,
  equal,
  longAbove,
  longAdd,
  longIsZero,
  longNumber,
  longTimes,
  not,
  number,
  or,
  putDouble,
  putWhole,
  shiftLeft,
  shiftRight,
  times,
  toLong,
  wholeAt,
  xor,
} from '#/core/wasm/codeWriter';
import { CR, LF, space, tab } from './lineBytes';
import { codeTexts, noteNumbers, rangeOfNumbers } from './quickCells';

/** Bytes; 256 for none. */
export interface QuickDialect {
  delimiter: number;
  quote: number;
  decimal: number;
  escape: number;
  /** What a line of remarks begins with. */
  comment: number;
}

export interface QuickSizes {
  /** Different texts of a column that are known at a time, a power of two; bytes of them. */
  keys: number;
  keyBytes: number;
}

/** Of what says where the memory of a column is: */
export const column = {
  bytes: 32,
  isText: 0,
  /** float64 of numbers, places of texts as int32. */
  values: 4,
  /** How numbers are written (howWritten), -1 where one is missing. */
  hows: 8,
  slots: 12,
  keys: 16,
  texts: 20,
  keyCount: 24,
  textBytes: 28,
} as const;
/** Of a key: hash, where its text begins, its length with a flag. */
export const key = { bytes: 16, start: 4, length: 8, quoted: 1 << 30 } as const;
/** Where the memory begins: how far it came, how many rows, 1 + the column that has no room; what quickCells says; powers of ten. */
export const control = {
  at: 0,
  rows: 4,
  full: 8,
  texts: 16,
  notes: 32,
  range: 64,
  powers: 96,
  header: 256,
} as const;
export const slotsPerKey = 2;

const zero = 48;
const mostDigits = 18;

export function quickModule(
  dialect: QuickDialect,
  sizes: QuickSizes,
  headerBytes: number,
): Uint8Array<ArrayBuffer> {
  const [at, end, mostRows, columns, lastColumn] = [0, 1, 2, 3, 4];
  const parameters = 5;
  const w = new CodeWriter(parameters);
  const [row, c, here, start, filled] = [w.whole(), w.whole(), w.whole(), w.whole(), w.whole()];
  const [from, digit, whole, decimals, zeros] = [w.whole(), w.whole(), w.whole(), w.whole(), w.whole()];
  const [how, negative, mantissa, value] = [w.whole(), w.whole(), w.long(), w.double()];
  const [hash, length, slot, known, i] = [w.whole(), w.whole(), w.whole(), w.whole(), w.whole()];
  const { delimiter, quote, decimal, escape, comment } = dialect;

  const isChar = (char: number): Code => equal(get(c), number(char));
  const isEnd = (): Code => any(isChar(delimiter), isChar(LF), isChar(CR));
  const more = (local: number, by = 1): void => w.let(local, add(get(local), number(by)));
  const look = (): void => w.let(c, byteAt(get(at)));
  const isDigit = (): Code => {
    w.let(digit, subtract(get(c), number(zero)));
    return below(get(digit), number(10));
  };
  const takeDigit = (): void => {
    w.let(mantissa, longAdd(longTimes(get(mantissa), longNumber(10)), toLong(get(digit))));
    more(at);
    look();
  };
  const place = (field: number, shift: number): Code =>
    add(wholeAt(get(here), field), shiftLeft(get(row), number(shift)));
  const flag = (condition: Code, bit: number): Code => times(condition, number(bit));
  const mix = (): void => w.let(hash, times(xor(get(hash), get(c)), number(0x01000193)));

  function readNumber() {
    w.let(start, get(at));
    w.let(negative, isChar(45));
    w.when(get(negative), () => {
      more(at);
      look();
    });
    w.let(from, get(at));
    w.go('no number', not(isDigit()));
    w.let(mantissa, longNumber(0));
    w.loop('whole', () => {
      takeDigit();
      w.go('whole', isDigit());
    });
    w.let(whole, subtract(get(at), get(from)));
    w.go('no number', and(below(number(1), get(whole)), equal(byteAt(get(from)), number(zero))));
    w.go('no number', below(number(mostDigits), get(whole)));
    w.when(isChar(decimal), readFraction, () => {
      w.let(value, doubleOfLong(get(mantissa)));
      w.let(how, flag(and(get(negative), longIsZero(get(mantissa))), flagUnusual));
    });
    w.go('no number', longAbove(get(mantissa), longNumber(Number.MAX_SAFE_INTEGER)));
    w.go('no number', not(isEnd()));
    w.when(and(get(negative), not(longIsZero(get(mantissa)))), () => w.let(value, doubleNegate(get(value))));
    w.put(putDouble(place(column.values, 3), get(value)));
    w.put(putWhole(place(column.hows, 2), get(how)));
    w.let(filled, or(get(filled), differs(get(here), get(columns))));
    w.go('cell');
  }

  function readFraction() {
    more(at);
    w.let(i, get(at));
    look();
    w.loop('fraction', () =>
      w.when(isDigit(), () => {
        takeDigit();
        w.go('fraction');
      }),
    );
    w.let(decimals, subtract(get(at), get(i)));
    const digits = add(get(whole), get(decimals));
    w.go('no number', below(number(mostDigits), digits));
    w.let(
      value,
      doubleDivide(
        doubleOfLong(get(mantissa)),
        doubleAt(shiftLeft(get(decimals), number(3)), control.powers),
      ),
    );
    w.let(zeros, number(0));
    w.loop('zeros', () =>
      w.when(
        and(
          below(get(zeros), get(decimals)),
          equal(byteAt(subtract(subtract(get(at), number(1)), get(zeros))), number(zero)),
        ),
        () => {
          more(zeros);
          w.go('zeros');
        },
      ),
    );
    // As howMarked has it: a lone zero before the mark is no digit of a group of thousands.
    const isProven = any(
      differs(get(decimals), number(3)),
      below(number(3), get(whole)),
      equal(byteAt(get(from)), number(zero)),
    );
    const isUnusual = any(
      not(get(decimals)),
      below(number(15), digits),
      and(doubleBelow(get(value), doubleNumber(1e-6)), not(longIsZero(get(mantissa)))),
      and(get(negative), longIsZero(get(mantissa))),
      differs(get(zeros), number(0)),
      number(decimal === 46 ? 0 : 1),
    );
    w.let(
      how,
      any(
        get(decimals),
        shiftLeft(get(zeros), number(5)),
        number(flagMarked),
        flag(isProven, flagProven),
        flag(isUnusual, flagUnusual),
      ),
    );
  }

  function readText() {
    w.let(hash, number(0x2545f491));
    w.when(
      isChar(quote),
      () => {
        more(at);
        w.let(start, get(at));
        w.loop('quoted', () => {
          look();
          w.go('done', any(isChar(LF), isChar(CR), isChar(escape)));
          w.when(not(isChar(quote)), () => {
            mix();
            more(at);
            w.go('quoted');
          });
        });
        w.let(length, subtract(get(at), get(start)));
        more(at);
        look();
        w.go('done', not(isEnd()));
        w.let(known, or(get(length), number(key.quoted)));
      },
      () => {
        w.let(start, get(at));
        w.loop('text', () => {
          mix();
          more(at);
          look();
          w.go('text', not(isEnd()));
        });
        w.let(length, subtract(get(at), get(start)));
        w.let(digit, byteAt(subtract(get(at), number(1))));
        w.go('done', or(equal(get(digit), number(space)), equal(get(digit), number(tab))));
        w.let(known, get(length));
      },
    );
    w.when(not(get(length)), () => {
      w.put(putWhole(place(column.values, 2), number(-1)));
      w.go('cell');
    });
    w.let(hash, xor(get(hash), shiftRight(get(hash), number(15))));
    w.let(slot, get(hash));
    w.block('found', () => w.loop('probe', lookUp));
    w.put(putWhole(place(column.values, 2), get(i)));
    w.let(filled, or(get(filled), differs(get(here), get(columns))));
  }

  /** Of the text at `start` with `known` for its length: `i` is its key. */
  function lookUp() {
    const slotAt = (): Code =>
      add(
        wholeAt(get(here), column.slots),
        shiftLeft(and(get(slot), number(sizes.keys * slotsPerKey - 1)), number(2)),
      );
    w.let(i, wholeAt(slotAt()));
    w.when(not(get(i)), () => {
      w.let(i, wholeAt(get(here), column.keyCount));
      const used = (): Code => wholeAt(get(here), column.textBytes);
      w.when(
        or(
          atLeastUnsigned(get(i), number(sizes.keys)),
          below(number(sizes.keyBytes), add(used(), get(length))),
        ),
        () => {
          w.put(
            putWhole(
              number(control.full),
              add(shiftRight(subtract(get(here), get(columns)), number(5)), number(1)),
            ),
          );
          w.go('done');
        },
      );
      w.let(from, add(wholeAt(get(here), column.texts), used()));
      w.put(copyBytes(get(from), get(start), get(length)));
      w.let(digit, add(wholeAt(get(here), column.keys), multiply(get(i), number(key.bytes))));
      w.put(putWhole(get(digit), get(hash)));
      w.put(putWhole(get(digit), get(from), key.start));
      w.put(putWhole(get(digit), get(known), key.length));
      w.put(putWhole(get(here), add(used(), get(length)), column.textBytes));
      w.put(putWhole(get(here), add(get(i), number(1)), column.keyCount));
      w.put(putWhole(slotAt(), add(get(i), number(1))));
      w.go('found');
    });
    w.let(i, subtract(get(i), number(1)));
    w.let(digit, add(wholeAt(get(here), column.keys), multiply(get(i), number(key.bytes))));
    w.block('other', () => {
      w.go('other', differs(wholeAt(get(digit)), get(hash)));
      w.go('other', differs(wholeAt(get(digit), key.length), get(known)));
      w.let(from, wholeAt(get(digit), key.start));
      w.let(zeros, number(0));
      w.loop('same', () => {
        w.go('other', differs(byteAt(add(get(from), get(zeros))), byteAt(add(get(start), get(zeros)))));
        more(zeros);
        w.go('same', below(get(zeros), get(length)));
      });
      w.go('found');
    });
    more(slot);
    w.go('probe');
  }

  function readCell() {
    w.loop('blanks', () => {
      look();
      const isBlank = delimiter === tab ? isChar(space) : or(isChar(space), isChar(tab));
      w.when(isBlank, () => {
        more(at);
        w.go('blanks');
      });
    });
    w.block('cell', () => {
      w.when(isEnd(), () => {
        // A line of nothing is none of a table of one column.
        w.go('done', equal(get(columns), get(lastColumn)));
        w.when(
          wholeAt(get(here), column.isText),
          () => w.put(putWhole(place(column.values, 2), number(-1))),
          () => {
            w.put(putDouble(place(column.values, 3), doubleNumber(Number.NaN)));
            w.put(putWhole(place(column.hows, 2), number(-1)));
          },
        );
        w.go('cell');
      });
      w.block('no number', () => {
        w.go('no number', wholeAt(get(here), column.isText));
        readNumber();
      });
      w.go('done', not(wholeAt(get(here), column.isText)));
      readText();
    });
  }

  function readRow() {
    w.put(putWhole(number(control.at), get(at)));
    w.go('done', atLeastUnsigned(get(row), get(mostRows)));
    w.go('done', atLeastUnsigned(get(at), get(end)));
    look();
    w.go('done', any(isChar(LF), isChar(CR), isChar(comment)));
    if (headerBytes > 0)
      w.block('no names', () => {
        w.let(i, number(0));
        w.loop('names', () => {
          w.go('no names', differs(byteAt(get(i), control.header), byteAt(add(get(at), get(i)))));
          more(i);
          w.go('names', below(get(i), number(headerBytes)));
        });
        w.go('done');
      });
    w.let(here, get(columns));
    w.let(filled, number(0));
    w.loop('cells', () => {
      readCell();
      w.when(isChar(delimiter), () => {
        w.go('done', equal(get(here), get(lastColumn)));
        more(at);
        more(here, column.bytes);
        w.go('cells');
      });
    });
    w.go('done', differs(get(here), get(lastColumn)));
    // Nothing behind the first cell: it may stand below the table.
    w.go('done', and(not(get(filled)), equal(byteAt(subtract(get(at), number(1))), number(delimiter))));
    w.when(isChar(CR), () => {
      w.go('done', differs(byteAt(get(at), 1), number(LF)));
      more(at);
    });
    w.go('done', atLeastUnsigned(get(at), get(end)));
    more(at);
    more(row);
    w.go('rows');
  }

  w.put(putWhole(number(control.full), number(0)));
  w.let(row, number(0));
  w.block('done', () => w.loop('rows', readRow));
  w.put(putWhole(number(control.rows), get(row)));
  const scan = { name: 'scan', parameters, locals: w.locals, body: w.code };
  return assemble([scan, noteNumbers(), rangeOfNumbers(), codeTexts(control.texts)], false);
}
