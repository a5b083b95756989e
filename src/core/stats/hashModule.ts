/** The loops over the bits of numbers of rowRepeats.ts and sequenceHash.ts, in WebAssembly, four values or words at a time. */
import { add, assemble, get } from '../wasm/assemble';
import { atLeastUnsigned, CodeWriter, lanes, number } from '../wasm/codeWriter';
import { v128 } from '../wasm/assemble';
import { missing } from './rowHash';

/** Where the state of a sequence lies: twice four words. */
export const stateAt = 0;

const golden = 0x9e3779b1;

/** As `mix` of rowHash.ts, for the rows of which the values stand from `from` to `end`: hashes at `a` and `b`. */
function mixRows() {
  const parameters = 4;
  const [from, end, a, b] = [0, 1, 2, 3];
  const w = new CodeWriter(parameters);
  const vector = (): number => parameters + w.locals.push(v128) - 1;
  const [left, right, mask, first, second, x] = [0, 1, 2, 3, 4, 5].map(vector) as Six;
  const { xor, times, shiftRight, load, store, choose, pick, spread, equalDoubles } = lanes;
  const [even, odd] = [
    [0, 2, 4, 6],
    [1, 3, 5, 7],
  ] as const;
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(left, load(get(from)));
      w.let(right, load(add(get(from), number(16))));
      w.let(mask, pick(equalDoubles(get(left), get(left)), equalDoubles(get(right), get(right)), even));
      w.let(first, choose(pick(get(left), get(right), even), spread(missing[0]), get(mask)));
      w.let(second, choose(pick(get(left), get(right), odd), spread(missing[1]), get(mask)));
      w.let(x, times(xor(load(get(a)), get(first)), spread(0x85ebca6b)));
      w.let(x, times(xor(xor(get(x), shiftRight(get(x), 15)), get(second)), spread(0xc2b2ae35)));
      w.put(store(get(a), xor(get(x), shiftRight(get(x), 13))));
      w.let(x, times(xor(load(get(b)), get(second)), spread(golden)));
      w.let(x, times(xor(xor(get(x), shiftRight(get(x), 16)), get(first)), spread(0x7feb352d)));
      w.put(store(get(b), xor(get(x), shiftRight(get(x), 14))));
      w.let(from, add(get(from), number(32)));
      w.let(a, add(get(a), number(16)));
      w.let(b, add(get(b), number(16)));
      w.go('next');
    }),
  );
  return { name: 'mixRows', parameters, locals: w.locals, body: w.code };
}

/** Four words of a sequence a turn, into the state. */
function mixWords() {
  const parameters = 2;
  const [from, end] = [0, 1];
  const w = new CodeWriter(parameters);
  const vector = (): number => parameters + w.locals.push(v128) - 1;
  const [a, b, words] = [vector(), vector(), vector()];
  const { xor, or, times, shiftLeft, shiftRight, load, store, spread } = lanes;
  w.let(a, load(number(stateAt)));
  w.let(b, load(number(stateAt + 16)));
  w.block('done', () =>
    w.loop('next', () => {
      w.go('done', atLeastUnsigned(get(from), get(end)));
      w.let(words, load(get(from)));
      w.let(a, times(xor(get(a), get(words)), spread(0x01000193)));
      w.let(b, times(xor(get(b), get(words)), spread(golden)));
      w.let(b, or(shiftLeft(get(b), 13), shiftRight(get(b), 19)));
      w.let(from, add(get(from), number(16)));
      w.go('next');
    }),
  );
  w.put(store(number(stateAt), get(a)));
  w.put(store(number(stateAt + 16), get(b)));
  return { name: 'mixWords', parameters, locals: w.locals, body: w.code };
}

export const hashModule = (): Uint8Array<ArrayBuffer> => assemble([mixRows(), mixWords()], false);

type Six = [number, number, number, number, number, number];
