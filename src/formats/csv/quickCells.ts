/**
 * What is done with the cells of a column that quickModule.ts has read, in WebAssembly: numbers are counted by how they
 * are written, as columnBuilder.ts counts them one by one; places of texts become codes of the batch.
 */
import { decimalsMask, flagMarked, flagProven, flagUnusual, zerosShift } from '#/core/table/howWritten';
import { add, type Code, get, subtract, type WasmFunction } from '#/core/wasm/assemble';
import {
  and,
  atLeastUnsigned,
  choose,
  CodeWriter,
  doubleAbove,
  doubleAt,
  doubleBelow,
  doubleEqual,
  doubleNumber,
  not,
  number,
  or,
  putDouble,
  putWhole,
  shiftLeft,
  shiftRight,
  wholeAt,
} from '#/core/wasm/codeWriter';

/** Of numbers: what `Written` has, and 1 + the places of the first unusual one and the first that proves nothing; 0 for none. */
export const note = {
  decimals: 0,
  otherDecimals: 4,
  marked: 8,
  proven: 12,
  unusual: 16,
  firstUnusual: 20,
  firstOpen: 24,
} as const;
/** Of numbers, two doubles and a whole number. */
export const range = { min: 0, max: 8, present: 16 } as const;
/** Of texts: where it stopped, at one that has no code yet; how many outside quotes were passed. */
export const coded = { at: 0, bare: 4 } as const;

const parameters = 3;

/** Of ways of writing from `from` to `end`, -1 for a missing number, to `to`. */
export function noteNumbers(): WasmFunction {
  const [from, end, to] = [0, 1, 2];
  const w = new CodeWriter(parameters);
  const [how, decimals, zeros, place, bit] = [w.whole(), w.whole(), w.whole(), w.whole(), w.whole()];
  const results = Object.fromEntries(Object.keys(note).map((name) => [name, w.whole()])) as Record<
    keyof typeof note,
    number
  >;
  const flag = (mask: number): Code => and(shiftRight(get(how), number(Math.log2(mask))), number(1));
  const first = (local: number): void => w.when(not(get(local)), () => w.let(local, get(place)));
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(how, wholeAt(get(from)));
      w.let(from, add(get(from), number(4)));
      w.let(place, add(get(place), number(1)));
      w.go('next', shiftRight(get(how), number(31)));
      w.let(decimals, and(get(how), number(decimalsMask)));
      w.let(results.decimals, or(get(results.decimals), shiftLeft(number(1), get(decimals))));
      w.let(results.marked, add(get(results.marked), flag(flagMarked)));
      w.let(bit, flag(flagProven));
      w.let(results.proven, add(get(results.proven), get(bit)));
      w.when(and(flag(flagMarked), not(get(bit))), () => first(results.firstOpen));
      w.go('next', not(flag(flagUnusual)));
      first(results.firstUnusual);
      w.let(results.unusual, add(get(results.unusual), number(1)));
      w.let(zeros, and(shiftRight(get(how), number(zerosShift)), number(decimalsMask)));
      const bits = subtract(shiftLeft(number(1), get(zeros)), number(1));
      const fewer = shiftLeft(bits, subtract(get(decimals), get(zeros)));
      w.let(results.otherDecimals, or(get(results.otherDecimals), fewer));
      w.go('next');
    }),
  );
  for (const [name, local] of Object.entries(results))
    w.put(putWhole(get(to), get(local), note[name as keyof typeof note]));
  return { name: 'noteNumbers', parameters, locals: w.locals, body: w.code };
}

/** Of numbers from `from` to `end`, NaN where one is missing: how many, the smallest and the largest, to `to`. */
export function rangeOfNumbers(): WasmFunction {
  const [from, end, to] = [0, 1, 2];
  const w = new CodeWriter(parameters);
  const [value, min, max] = [w.double(), w.double(), w.double()];
  const present = w.whole();
  w.let(min, doubleNumber(Number.POSITIVE_INFINITY));
  w.let(max, doubleNumber(Number.NEGATIVE_INFINITY));
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(value, doubleAt(get(from)));
      w.let(min, choose(get(value), get(min), doubleBelow(get(value), get(min))));
      w.let(max, choose(get(value), get(max), doubleAbove(get(value), get(max))));
      w.let(present, add(get(present), doubleEqual(get(value), get(value))));
      w.let(from, add(get(from), number(8)));
      w.go('next');
    }),
  );
  w.put(putDouble(get(to), get(min), range.min));
  w.put(putDouble(get(to), get(max), range.max));
  w.put(putWhole(get(to), get(present), range.present));
  return { name: 'rangeOfNumbers', parameters, locals: w.locals, body: w.code };
}

/** Places of texts from `from` to `end` become codes where `known` (2 * code + bare + 1) has them; -1 stays. */
export function codeTexts(controlAt: number): WasmFunction {
  const [from, end, known] = [0, 1, 2];
  const w = new CodeWriter(parameters);
  const [text, code, bare] = [w.whole(), w.whole(), w.whole()];
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(text, wholeAt(get(from)));
      w.when(not(shiftRight(get(text), number(31))), () => {
        w.let(code, subtract(wholeAt(add(get(known), shiftLeft(get(text), number(2)))), number(1)));
        w.go('done', shiftRight(get(code), number(31)));
        w.let(bare, add(get(bare), and(get(code), number(1))));
        w.put(putWhole(get(from), shiftRight(get(code), number(1))));
      });
      w.let(from, add(get(from), number(4)));
      w.go('next');
    }),
  );
  w.put(putWhole(number(controlAt), get(from), coded.at));
  w.put(putWhole(number(controlAt), get(bare), coded.bare));
  return { name: 'codeTexts', parameters, locals: w.locals, body: w.code };
}
