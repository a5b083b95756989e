/** Rows near to one: numbers moved by a draw of one standard deviation of the background, texts as they are or of another row. */
import { normals, uniforms } from '../../random/random';
import type { Values } from '../../transforms/transformDef';

export interface Changed {
  columns: Map<string, Values>;
  /** Row-major [rows, columns]: standard deviations that a number moved; of texts 1 where it is as it was. */
  features: Float64Array;
  nearness: Float64Array;
}

const widthOfKernel = 0.75;

export function changedRows(
  names: readonly string[],
  given: ReadonlyMap<string, Values>,
  around: ReadonlyMap<string, Values>,
  count: number,
  seed: number,
): Changed {
  const features = new Float64Array(count * names.length);
  const far = new Float64Array(count);
  const columns = new Map<string, Values>();
  for (const [column, name] of names.entries()) {
    const [own, others] = [given.get(name) as Values, around.get(name) as Values];
    const put = (row: number, feature: number, apart: number) => {
      features[row * names.length + column] = feature;
      far[row] = (far[row] as number) + apart;
    };
    const spread = others.kind === 'number' ? spreadOf(others.data) : 0;
    const value = own.data[0];
    if (own.kind === 'number' && spread > 0 && !Number.isNaN(value)) {
      const moves = normals(seed, `lime/${name}`, 0, count);
      for (const [row, move] of moves.entries()) put(row, move, move ** 2);
      columns.set(name, { ...own, data: Float64Array.from(moves, (move) => Number(value) + spread * move) });
      continue;
    }
    const drawn = uniforms(seed, `lime/${name}`, 0, 2 * count);
    const cells = Array.from({ length: count }, (_, row) => {
      const other = others.data[Math.floor((drawn[count + row] as number) * others.data.length)];
      const cell = (drawn[row] as number) < 0.5 ? value : other;
      const stays = cell === value || (Number.isNaN(cell) && Number.isNaN(value));
      put(row, Number(stays), Number(!stays));
      return cell;
    });
    columns.set(
      name,
      own.kind === 'string'
        ? { kind: 'string', data: cells as (string | null)[] }
        : { ...own, data: Float64Array.from(cells as number[]) },
    );
  }
  const scale = widthOfKernel ** 2 * Math.max(1, names.length);
  return { columns, features, nearness: far.map((apart) => Math.exp(-apart / scale)) };
}

function spreadOf(data: Float64Array): number {
  const there = data.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value / there.length, 0);
  return Math.sqrt(
    there.reduce((sum, value) => sum + (value - mean) ** 2 / Math.max(1, there.length - 1), 0),
  );
}
