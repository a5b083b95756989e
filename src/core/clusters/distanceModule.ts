/**
 * Squared distances of rows to centres as a WebAssembly module, eight centres at once, in float32. Addresses in bytes.
 * Centres lie in blocks of eight: [blocks, width, 8].
 */
import {
  advance,
  assemble,
  atLeast,
  get,
  load,
  loadSpread,
  set,
  store,
  vectorOps,
  zero,
} from '../wasm/assemble';
import { CodeWriter, number } from '../wasm/codeWriter';
import { add } from '../wasm/assemble';

export const centresInBlock = 8;
const blockBytes = 4 * centresInBlock;

/** `distances(rows, end, rowBytes, centres, centresEnd, to)`: of each row to each centre, row-major. */
function distances() {
  const w = new CodeWriter(6);
  const [rows, end, rowBytes, centres, centresEnd, to] = [0, 1, 2, 3, 4, 5];
  const [centre, value, rowEnd] = [w.whole(), w.whole(), w.whole()];
  const [spread, low, high, lowSum, highSum] = [w.vector(), w.vector(), w.vector(), w.vector(), w.vector()];
  const { add: plus, sub, mul } = vectorOps;
  w.block('done', () => {
    w.loop('row', () => {
      w.go('done', atLeast(get(rows), get(end)));
      w.let(centre, get(centres));
      w.let(rowEnd, add(get(rows), get(rowBytes)));
      w.loop('block', () => {
        w.let(value, get(rows));
        w.put(set(lowSum, zero));
        w.put(set(highSum, zero));
        w.loop('value', () => {
          w.put(set(spread, loadSpread(get(value))));
          w.put(set(low, sub(get(spread), load(get(centre)))));
          w.put(set(high, sub(get(spread), load(get(centre), 16))));
          w.put(set(lowSum, plus(get(lowSum), mul(get(low), get(low)))));
          w.put(set(highSum, plus(get(highSum), mul(get(high), get(high)))));
          w.put(advance(value, number(4)));
          w.put(advance(centre, number(blockBytes)));
          w.go('value', [...get(value), ...get(rowEnd), 0x48]);
        });
        w.put(store(get(to), get(lowSum)));
        w.put(store(get(to), get(highSum), 16));
        w.put(advance(to, number(blockBytes)));
        w.go('block', [...get(centre), ...get(centresEnd), 0x48]);
      });
      w.let(rows, get(rowEnd));
      w.go('row');
    });
  });
  return { name: 'distances', parameters: 6, locals: w.locals, body: w.code };
}

export const distanceModule = (): Uint8Array<ArrayBuffer> => assemble([distances()], false);
