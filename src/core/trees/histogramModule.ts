/**
 * The inner loop of a tree's histograms as a WebAssembly module: the same additions in the same order as histogram.ts, two
 * at once. Addresses in bytes. By bin: gradients, curvatures, rows, float64; by row: gradient and curvature.
 */
import { add, advance, assemble, atLeast, get, load, store } from '../wasm/assemble';
import {
  byteAt,
  CodeWriter,
  doubleAdd,
  doubleAt,
  doubleNumber,
  number,
  pairs,
  putDouble,
  shiftLeft,
  times,
  wholeAt,
} from '../wasm/codeWriter';

/** Bytes of a bin, and of a row's pair. */
export const binBytes = 24;
export const pairBytes = 16;

/** `gather(rows, end, pairs, to)`: the pairs of rows, in their order. */
function gather() {
  const w = new CodeWriter(4);
  const [rows, end, byRow, to] = [0, 1, 2, 3];
  w.block('done', () => {
    w.loop('next', () => {
      w.go('done', atLeast(get(rows), get(end)));
      const pair = add(get(byRow), shiftLeft(wholeAt(get(rows)), number(4)));
      w.put(store(get(to), load(pair)));
      w.put(advance(rows, number(4)));
      w.put(advance(to, number(pairBytes)));
      w.go('next');
    });
  });
  return { name: 'gather', parameters: 4, locals: w.locals, body: w.code };
}

/** `addRows(rows, end, ordered, bins, sums)`: of one feature; `ordered` is what gather made, `bins` its byte by row. */
function addRows() {
  const w = new CodeWriter(5);
  const [rows, end, ordered, bins, sums] = [0, 1, 2, 3, 4];
  const at = w.whole();
  w.block('done', () => {
    w.loop('next', () => {
      w.go('done', atLeast(get(rows), get(end)));
      const bin = byteAt(add(get(bins), wholeAt(get(rows))));
      w.let(at, add(get(sums), times(bin, number(binBytes))));
      w.put(store(get(at), pairs.add(load(get(at)), load(get(ordered)))));
      w.put(putDouble(get(at), doubleAdd(doubleAt(get(at), 16), doubleNumber(1)), 16));
      w.put(advance(rows, number(4)));
      w.put(advance(ordered, number(pairBytes)));
      w.go('next');
    });
  });
  return { name: 'addRows', parameters: 5, locals: w.locals, body: w.code };
}

export const histogramModule = (): Uint8Array<ArrayBuffer> => assemble([gather(), addRows()], false);
