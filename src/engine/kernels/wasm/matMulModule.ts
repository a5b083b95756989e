/**
 * Matrix products in WebAssembly SIMD, on the heap of the tfjs backend. tfjs-wasm multiplies transposed matrices,
 * as every gradient needs, in a plain scalar loop, and packs the other kind anew for every product.
 *
 *   across:  C[i, j] = sum_k A[i, k] B[k, j]    columns of B side by side in a vector; A with any two strides,
 *                                               so transposed or not
 *   along:   C[i, j] = sum_k A[i, k] B[j, k]    k side by side in a vector, added up at the end
 *
 * Both keep a tile of C in registers: 4 x 8 and 4 x 2. Every sum runs over k in one order, so results repeat.
 */
import {
  add,
  addFloat,
  advance,
  assemble,
  atLeast,
  type Code,
  constant,
  f32,
  get,
  i32,
  lane,
  load,
  loadFloat,
  loadSpread,
  multiply,
  multiplyAdd,
  multiplyFloat,
  set,
  store,
  storeFloat,
  subtract,
  v128,
  type WasmFunction,
  whileTrue,
  zero,
  zeroFloat,
} from '#/core/wasm/assemble';

/** Addresses and strides in bytes. `aStep`: to the next k. */
export interface MatMulKernels {
  across(...args: Across): void;
  along(...args: Along): void;
}
type Across = [
  a: number,
  aRow: number,
  aStep: number,
  b: number,
  bRow: number,
  c: number,
  cRow: number,
  rows: number,
  columns: number,
  depth: number,
];
type Along = [
  a: number,
  aRow: number,
  b: number,
  bRow: number,
  c: number,
  cRow: number,
  rows: number,
  columns: number,
  depth: number,
];

const tileRows = 4;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Counts `left` down by `by` as long as that many are left. */
const countDown = (left: number, by: number, body: Code): Code =>
  whileTrue(atLeast(get(left), constant(by)), [...body, ...set(left, subtract(get(left), constant(by)))]);

function across(relaxed: boolean): WasmFunction {
  const parameters = 10;
  const [a, aRow, aStep, b, bRow, c, cRow, rows, columns, depth] = range(parameters) as Across;
  const locals: number[] = [];
  const local = (type: number): number => parameters + locals.push(type) - 1;
  const integers = (count: number): number[] => range(count).map(() => local(i32));
  const [atB, atC, rowC, rowsLeft, left, pointerB] = integers(6) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const rowA = local(i32);
  const pointersA = integers(tileRows);
  const sums = range(tileRows).map(() => [local(v128), local(v128)]);
  const values = [local(v128), local(v128)];
  const floats = range(tileRows).map(() => local(f32));
  const factor = local(v128);

  /** `vectors` of four columns; 0 is a single one. */
  const tile = (height: number, vectors: number): Code => {
    const each = (write: (row: number) => Code): Code => range(height).flatMap(write);
    const eachVector = (write: (i: number) => Code): Code => range(vectors).flatMap(write);
    const sum = (row: number, i: number): number => sums[row]?.[i] as number;
    const value = (i: number): number => values[i] as number;
    const pointer = (row: number): number => pointersA[row] as number;
    const float = (row: number): number => floats[row] as number;
    const stepOf = (row: number): Code =>
      vectors === 0
        ? set(
            float(row),
            addFloat(get(float(row)), multiplyFloat(loadFloat(get(pointer(row))), loadFloat(get(pointerB)))),
          )
        : [
            ...set(factor, loadSpread(get(pointer(row)))),
            ...eachVector((i) =>
              set(sum(row, i), multiplyAdd(get(factor), get(value(i)), get(sum(row, i)), relaxed)),
            ),
          ];
    return [
      ...each((row) => set(pointer(row), row === 0 ? get(rowA) : add(get(pointer(row - 1)), get(aRow)))),
      ...each((row) =>
        vectors === 0 ? set(float(row), zeroFloat) : eachVector((i) => set(sum(row, i), zero)),
      ),
      ...set(pointerB, get(atB)),
      ...set(left, get(depth)),
      ...countDown(left, 1, [
        ...eachVector((i) => set(value(i), load(get(pointerB), 16 * i))),
        ...each((row) => [...stepOf(row), ...advance(pointer(row), get(aStep))]),
        ...advance(pointerB, get(bRow)),
      ]),
      ...each((row) => [
        ...(vectors === 0
          ? storeFloat(get(rowC), get(float(row)))
          : eachVector((i) => store(get(rowC), get(sum(row, i)), 16 * i))),
        ...advance(rowC, get(cRow)),
      ]),
    ];
  };
  const allRows = (vectors: number): Code => [
    ...set(rowsLeft, get(rows)),
    ...set(rowA, get(a)),
    ...set(rowC, get(atC)),
    ...countDown(rowsLeft, tileRows, [
      ...tile(tileRows, vectors),
      ...advance(rowA, multiply(get(aRow), constant(tileRows))),
    ]),
    ...countDown(rowsLeft, 1, [...tile(1, vectors), ...advance(rowA, get(aRow))]),
  ];
  const body = [
    ...set(atB, get(b)),
    ...set(atC, get(c)),
    ...[2, 1, 0].flatMap((vectors) => {
      const width = Math.max(1, 4 * vectors);
      return countDown(columns, width, [
        ...allRows(vectors),
        ...advance(atB, constant(4 * width)),
        ...advance(atC, constant(4 * width)),
      ]);
    }),
  ];
  return { name: 'across', parameters, locals, body };
}

function along(relaxed: boolean): WasmFunction {
  const parameters = 9;
  const [a, aRow, b, bRow, c, cRow, rows, columns, depth] = range(parameters) as Along;
  const locals: number[] = [];
  const local = (type: number): number => parameters + locals.push(type) - 1;
  const integers = (count: number): number[] => range(count).map(() => local(i32));
  const [atB, atC, rowA, rowC, rowsLeft, left] = integers(6) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const pointersA = integers(tileRows);
  const pointersB = integers(2);
  const sums = range(tileRows).map(() => [local(v128), local(v128)]);
  const totals = range(tileRows).map(() => [local(f32), local(f32)]);
  const values = [local(v128), local(v128)];

  const tile = (height: number, width: number): Code => {
    const each = (write: (row: number) => Code): Code => range(height).flatMap(write);
    const eachColumn = (write: (column: number) => Code): Code => range(width).flatMap(write);
    const sum = (row: number, column: number): number => sums[row]?.[column] as number;
    const total = (row: number, column: number): number => totals[row]?.[column] as number;
    const pointerA = (row: number): number => pointersA[row] as number;
    const pointerB = (column: number): number => pointersB[column] as number;
    const value = (column: number): number => values[column] as number;
    const stepBy = (bytes: number): Code => [
      ...each((row) => advance(pointerA(row), constant(bytes))),
      ...eachColumn((column) => advance(pointerB(column), constant(bytes))),
    ];
    return [
      ...each((row) => set(pointerA(row), row === 0 ? get(rowA) : add(get(pointerA(row - 1)), get(aRow)))),
      ...eachColumn((column) =>
        set(pointerB(column), column === 0 ? get(atB) : add(get(pointerB(0)), get(bRow))),
      ),
      ...each((row) => eachColumn((column) => set(sum(row, column), zero))),
      ...set(left, get(depth)),
      ...countDown(left, 4, [
        ...eachColumn((column) => set(value(column), load(get(pointerB(column))))),
        ...each((row) =>
          eachColumn((column) =>
            set(
              sum(row, column),
              multiplyAdd(load(get(pointerA(row))), get(value(column)), get(sum(row, column)), relaxed),
            ),
          ),
        ),
        ...stepBy(16),
      ]),
      ...each((row) =>
        eachColumn((column) => {
          const part = (index: number): Code => lane(get(sum(row, column)), index);
          return set(total(row, column), addFloat(addFloat(part(0), part(1)), addFloat(part(2), part(3))));
        }),
      ),
      ...countDown(left, 1, [
        ...each((row) =>
          eachColumn((column) => {
            const product = multiplyFloat(loadFloat(get(pointerA(row))), loadFloat(get(pointerB(column))));
            return set(total(row, column), addFloat(get(total(row, column)), product));
          }),
        ),
        ...stepBy(4),
      ]),
      ...each((row) => [
        ...eachColumn((column) => storeFloat(add(get(rowC), constant(4 * column)), get(total(row, column)))),
        ...advance(rowC, get(cRow)),
      ]),
    ];
  };
  const body = [
    ...set(atB, get(b)),
    ...set(atC, get(c)),
    ...[2, 1].flatMap((width) =>
      countDown(columns, width, [
        ...set(rowsLeft, get(rows)),
        ...set(rowA, get(a)),
        ...set(rowC, get(atC)),
        ...countDown(rowsLeft, tileRows, [
          ...tile(tileRows, width),
          ...advance(rowA, multiply(get(aRow), constant(tileRows))),
        ]),
        ...countDown(rowsLeft, 1, [...tile(1, width), ...advance(rowA, get(aRow))]),
        ...advance(atB, multiply(get(bRow), constant(width))),
        ...advance(atC, constant(4 * width)),
      ]),
    ),
  ];
  return { name: 'along', parameters, locals, body };
}

/** Undefined where the browser has no SIMD. `relaxed`: multiply and add in one rounding. */
export function createMatMul(memory: WebAssembly.Memory, relaxed?: boolean): MatMulKernels | undefined {
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  for (const fused of relaxed === undefined ? [true, false] : [relaxed]) {
    const bytes = assemble([across(fused), along(fused)], shared);
    if (!WebAssembly.validate(bytes)) continue;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return exports as unknown as MatMulKernels;
  }
  return undefined;
}
