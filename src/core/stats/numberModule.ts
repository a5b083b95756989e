/**
 * The loops of numberProfile.ts over a batch of a column, in WebAssembly: the same sums in the same order, without a
 * branch for what differs from value to value.
 */
import { add, assemble, type Code, get, subtract, v128 } from '../wasm/assemble';
import {
  and,
  atLeastUnsigned,
  choose,
  CodeWriter,
  doubleAbove,
  doubleAdd,
  doubleAt,
  doubleAtLeast,
  doubleAtMost,
  doubleBelow,
  doubleDiffers,
  doubleEqual,
  doubleFloor,
  doubleNumber,
  doubleSubtract,
  doubleTimes,
  not,
  number,
  pairs,
  putDouble,
  putWhole,
  shiftLeft,
  wholeAt,
  wholeOfDouble,
} from '../wasm/codeWriter';

/** What goes in and comes out, in bytes from the start of the memory: doubles, then whole numbers. */
export const place = {
  origin: 0,
  last: 8,
  sum: 16,
  min: 24,
  max: 32,
  mean: 40,
  squares: 48,
  perBin: 56,
  firstBin: 64,
  bins: 72,
  present: 76,
  /** Values that are no whole number; not larger than the one before; not smaller; smaller; 0; 1. */
  fractions: 80,
  notAbove: 84,
  notBelow: 88,
  falls: 92,
  zeros: 96,
  ones: 100,
} as const;

const parameters = 3;
const [from, end, to] = [0, 1, 2];

const each = (w: CodeWriter, value: number, write: () => void): void =>
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(value, doubleAt(get(from)));
      w.let(from, add(get(from), number(8)));
      write();
      w.go('next');
    }),
  );

const named = (name: string, { locals, code }: CodeWriter) => ({ name, parameters, locals, body: code });

/** Puts the values that are not missing to `to`, counts them and sums them up. */
function summarise() {
  const w = new CodeWriter(parameters);
  const [value, last, sum, min, max, origin] = [0, 1, 2, 3, 4, 5].map(w.double) as Tuple<6>;
  const [out, fractions, notAbove, notBelow, falls, zeros, ones] = [0, 1, 2, 3, 4, 5, 6].map(
    w.whole,
  ) as Tuple<7>;
  const count = (counter: number, condition: Code): void => w.let(counter, add(get(counter), condition));
  w.let(origin, doubleAt(number(0), place.origin));
  w.let(last, doubleAt(number(0), place.last));
  w.let(min, doubleNumber(Number.POSITIVE_INFINITY));
  w.let(max, doubleNumber(Number.NEGATIVE_INFINITY));
  w.let(out, get(to));
  each(w, value, () => {
    w.go('next', doubleDiffers(get(value), get(value)));
    w.put(putDouble(get(out), get(value)));
    w.let(out, add(get(out), number(8)));
    w.let(sum, doubleAdd(get(sum), doubleSubtract(get(value), get(origin))));
    w.let(min, choose(get(value), get(min), doubleBelow(get(value), get(min))));
    w.let(max, choose(get(value), get(max), doubleAbove(get(value), get(max))));
    const isFinite = doubleEqual(doubleSubtract(get(value), get(value)), doubleNumber(0));
    count(fractions, not(and(doubleEqual(doubleFloor(get(value)), get(value)), isFinite)));
    count(notAbove, doubleAtMost(get(value), get(last)));
    const isFirst = doubleAtMost(get(last), doubleNumber(Number.NEGATIVE_INFINITY));
    count(notBelow, and(doubleAtLeast(get(value), get(last)), not(isFirst)));
    count(falls, doubleBelow(get(value), get(last)));
    count(zeros, doubleEqual(get(value), doubleNumber(0)));
    count(ones, doubleEqual(get(value), doubleNumber(1)));
    w.let(last, get(value));
  });
  const results = { last, sum, min, max };
  for (const [name, local] of Object.entries(results))
    w.put(putDouble(number(0), get(local), place[name as keyof typeof results]));
  const counts = { present: out, fractions, notAbove, notBelow, falls, zeros, ones };
  for (const [name, local] of Object.entries(counts))
    w.put(putWhole(number(0), get(local), place[name as keyof typeof counts]));
  return named('summarise', w);
}

/** The same without what is known already: of what is no whole number, of what does not rise or fall. `compare` goes on. */
function sumUp() {
  const w = new CodeWriter(parameters);
  const [value, last, sum, origin] = [0, 1, 2, 3].map(w.double) as Tuple<4>;
  const out = w.whole();
  w.let(origin, doubleAt(number(0), place.origin));
  w.let(last, doubleAt(number(0), place.last));
  w.let(out, get(to));
  // Before the first: what it is compared with.
  w.put(putDouble(subtract(get(to), number(8)), get(last)));
  each(w, value, () => {
    w.go('next', doubleDiffers(get(value), get(value)));
    w.put(putDouble(get(out), get(value)));
    w.let(out, add(get(out), number(8)));
    w.let(sum, doubleAdd(get(sum), doubleSubtract(get(value), get(origin))));
  });
  // Two at a time are compared: one behind the last that equals nothing.
  w.put(putDouble(get(out), doubleNumber(Number.NaN)));
  w.put(putDouble(number(0), get(sum), place.sum));
  w.put(putDouble(number(0), doubleAt(subtract(get(out), number(8))), place.last));
  w.put(putWhole(number(0), get(out), place.present));
  return named('sumUp', w);
}

/** Two at a time. */
function compare() {
  const w = new CodeWriter(parameters);
  const vector = (): number => parameters + w.locals.push(v128) - 1;
  const [values, min, max, zeros, ones, falls] = [0, 1, 2, 3, 4, 5].map(vector) as Tuple<6>;
  const { load, loadAt, spreadDouble, equalDoubles, belowDoubles, least, most, subtractLongs } = pairs;
  const count = (counter: number, mask: Code): void => w.let(counter, subtractLongs(get(counter), mask));
  w.let(min, spreadDouble(Number.POSITIVE_INFINITY));
  w.let(max, spreadDouble(Number.NEGATIVE_INFINITY));
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(values, load(get(from)));
      w.let(min, least(get(min), get(values)));
      w.let(max, most(get(max), get(values)));
      count(zeros, equalDoubles(get(values), spreadDouble(0)));
      count(ones, equalDoubles(get(values), spreadDouble(1)));
      count(falls, belowDoubles(get(values), loadAt(subtract(get(from), number(8)))));
      w.let(from, add(get(from), number(16)));
      w.go('next');
    }),
  );
  const { double, whole } = pairs;
  const [a, b] = [w.double(), w.double()];
  const both = (of: number, name: 'min' | 'max', isBetter: (a: Code, b: Code) => Code): void => {
    w.let(a, double(get(of), 0));
    w.let(b, double(get(of), 1));
    w.put(putDouble(number(0), choose(get(b), get(a), isBetter(get(b), get(a))), place[name]));
  };
  both(min, 'min', doubleBelow);
  both(max, 'max', doubleAbove);
  for (const [name, of] of Object.entries({ zeros, ones, falls }))
    w.put(
      putWhole(
        number(0),
        add(whole(get(of), 0), whole(get(of), 2)),
        place[name as 'zeros' | 'ones' | 'falls'],
      ),
    );
  return named('compare', w);
}

/** Squared distances from the mean, which is one from the origin. Of infinite values there is none. */
function square() {
  const w = new CodeWriter(parameters);
  const [value, squares, origin, mean] = [0, 1, 2, 3].map(w.double) as Tuple<4>;
  w.let(origin, doubleAt(number(0), place.origin));
  w.let(mean, doubleAt(number(0), place.mean));
  each(w, value, () => {
    w.let(value, doubleSubtract(doubleSubtract(get(value), get(origin)), get(mean)));
    w.go('next', doubleDiffers(get(value), get(value)));
    w.let(squares, doubleAdd(get(squares), doubleTimes(get(value), get(value))));
  });
  w.put(putDouble(number(0), get(squares), place.squares));
  return named('square', w);
}

/** Counts values into bins at `to`, int32 each. */
function bin() {
  const w = new CodeWriter(parameters);
  const [value, perBin, firstBin] = [0, 1, 2].map(w.double) as Tuple<3>;
  const [at, bins] = [w.whole(), w.whole()];
  w.let(bins, wholeAt(number(0), place.bins));
  w.let(perBin, doubleAt(number(0), place.perBin));
  w.let(firstBin, doubleAt(number(0), place.firstBin));
  each(w, value, () => {
    const index = doubleSubtract(doubleFloor(doubleTimes(get(value), get(perBin))), get(firstBin));
    w.let(at, wholeOfDouble(index));
    w.go('next', atLeastUnsigned(get(at), get(bins)));
    w.let(at, add(get(to), shiftLeft(get(at), number(2))));
    w.put(putWhole(get(at), add(wholeAt(get(at)), number(1))));
  });
  return named('bin', w);
}

export const numberModule = (): Uint8Array<ArrayBuffer> =>
  assemble([summarise(), sumUp(), compare(), square(), bin()], false);

type Tuple<N extends number, T extends number[] = []> = T['length'] extends N ? T : Tuple<N, [...T, number]>;
