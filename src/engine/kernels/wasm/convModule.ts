/**
 * Convolutions in WebAssembly SIMD, on the heap of the tfjs backend, as matrix products whose left operand is never
 * laid out: tables say where the values lie that a place sees. Offsets and strides in bytes.
 *
 *   seen:    C[i, j] = sum_t sum_k A[places[i] + taps[t] + 4 k] B[t depth + k, j]    the output, and the way back to
 *                                                                                     the input
 *   slopes:  C[k, j] += sum_i A[places[i] + 4 k] B[i, j]                              of the weights under one tap
 *
 * Both keep a tile of 4 x 8 of C in registers. Every sum runs in one order, so results repeat.
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
  load,
  loadFloat,
  loadInteger,
  loadSpread,
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

export interface ConvKernels {
  seen(
    ...args: [
      a: number,
      places: number,
      taps: number,
      tapCount: number,
      depth: number,
      b: number,
      bRow: number,
      c: number,
      cRow: number,
      rows: number,
      columns: number,
    ]
  ): void;
  slopes(
    ...args: [
      a: number,
      places: number,
      placeCount: number,
      b: number,
      bRow: number,
      c: number,
      cRow: number,
      rows: number,
      columns: number,
    ]
  ): void;
}

const tileRows = 4;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

const countDown = (left: number, by: number, body: Code): Code =>
  whileTrue(atLeast(get(left), constant(by)), [...body, ...set(left, subtract(get(left), constant(by)))]);

/** What a tile of `height` rows and so many vectors of four columns (0: a single column) keeps, and how it is named. */
class Tile {
  readonly locals: number[] = [];
  private readonly parameters: number;
  private readonly sums: number[][];
  private readonly values: number[];
  private readonly floats: number[];
  private readonly factor: number;

  constructor(parameters: number) {
    this.parameters = parameters;
    this.sums = range(tileRows).map(() => [this.local(v128), this.local(v128)]);
    this.values = [this.local(v128), this.local(v128)];
    this.floats = range(tileRows).map(() => this.local(f32));
    this.factor = this.local(v128);
  }

  local(type: number): number {
    return this.parameters + this.locals.push(type) - 1;
  }

  /** From zero, or from what lies at `from`, row by row. */
  begin(height: number, vectors: number, from?: (row: number) => Code): Code {
    return range(height).flatMap((row) =>
      vectors === 0
        ? set(this.floats[row] as number, from ? loadFloat(from(row)) : zeroFloat)
        : range(vectors).flatMap((i) =>
            set(this.sums[row]?.[i] as number, from ? load(from(row), 16 * i) : zero),
          ),
    );
  }

  /** Adds the products of one value of A for each row, at its address and offset, with a row of B. */
  multiply(
    height: number,
    vectors: number,
    a: (row: number) => [address: Code, offset: number],
    b: Code,
    relaxed: boolean,
  ): Code {
    const { sums, values, floats, factor } = this;
    const loaded = range(vectors).flatMap((i) => set(values[i] as number, load(b, 16 * i)));
    const added = range(height).flatMap((row) => {
      const [address, offset] = a(row);
      if (vectors === 0) {
        const float = floats[row] as number;
        return set(float, addFloat(get(float), multiplyFloat(loadFloat(address, offset), loadFloat(b))));
      }
      return [
        ...set(factor, loadSpread(address, offset)),
        ...range(vectors).flatMap((i) => {
          const sum = sums[row]?.[i] as number;
          return set(sum, multiplyAdd(get(factor), get(values[i] as number), get(sum), relaxed));
        }),
      ];
    });
    return [...loaded, ...added];
  }

  end(height: number, vectors: number, to: (row: number) => Code): Code {
    return range(height).flatMap((row) =>
      vectors === 0
        ? storeFloat(to(row), get(this.floats[row] as number))
        : range(vectors).flatMap((i) => store(to(row), get(this.sums[row]?.[i] as number), 16 * i)),
    );
  }
}

interface Place {
  b: number;
  c: number;
  columns: number;
  rows: number;
  /** Locals: of the tile's columns in B and C, and how many rows are left. */
  atB: number;
  atC: number;
  rowsLeft: number;
  /** Before the first row of some columns. */
  start: Code;
  tile(height: number, vectors: number): Code;
}

/** All of C, tile by tile: columns outside, rows inside. */
const everyTile = ({ b, c, columns, rows, atB, atC, rowsLeft, start, tile }: Place): Code => [
  ...set(atB, get(b)),
  ...set(atC, get(c)),
  ...[2, 1, 0].flatMap((vectors) => {
    const width = Math.max(1, 4 * vectors);
    return countDown(columns, width, [
      ...set(rowsLeft, get(rows)),
      ...start,
      ...countDown(rowsLeft, tileRows, tile(tileRows, vectors)),
      ...countDown(rowsLeft, 1, tile(1, vectors)),
      ...advance(atB, constant(4 * width)),
      ...advance(atC, constant(4 * width)),
    ]);
  }),
];

function seen(relaxed: boolean): WasmFunction {
  const parameters = 11;
  const [a, places, taps, tapCount, depth, b, bRow, c, cRow, rows, columns] = range(parameters) as Parameters<
    ConvKernels['seen']
  >;
  const tile = new Tile(parameters);
  const integer = () => tile.local(i32);
  const [atB, atC, rowsLeft, rowC, place, tap, tapsLeft, left, pointerB] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ];
  const starts = range(tileRows).map(integer);
  const pointers = range(tileRows).map(integer);
  const pointer = (row: number) => pointers[row] as number;
  const start = (row: number) => starts[row] as number;
  const body = everyTile({
    b,
    c,
    columns,
    rows,
    atB,
    atC,
    rowsLeft,
    start: [...set(place, get(places)), ...set(rowC, get(atC))],
    tile(height, vectors) {
      const each = (write: (row: number) => Code): Code => range(height).flatMap(write);
      const step = (k: number): Code => [
        ...tile.multiply(height, vectors, (row) => [get(pointer(row)), 4 * k], get(pointerB), relaxed),
        ...advance(pointerB, get(bRow)),
      ];
      return [
        ...each((row) => [
          ...set(start(row), add(get(a), loadInteger(get(place)))),
          ...advance(place, constant(4)),
        ]),
        ...tile.begin(height, vectors),
        ...set(pointerB, get(atB)),
        ...set(tap, get(taps)),
        ...set(tapsLeft, get(tapCount)),
        ...countDown(tapsLeft, 1, [
          ...each((row) => set(pointer(row), add(get(start(row)), loadInteger(get(tap))))),
          ...set(left, get(depth)),
          ...countDown(left, 4, [
            ...[0, 1, 2, 3].flatMap(step),
            ...each((row) => advance(pointer(row), constant(16))),
          ]),
          ...countDown(left, 1, [...step(0), ...each((row) => advance(pointer(row), constant(4)))]),
          ...advance(tap, constant(4)),
        ]),
        ...range(height).flatMap((row) => [
          ...(row === 0
            ? set(pointer(0), get(rowC))
            : set(pointer(row), add(get(pointer(row - 1)), get(cRow)))),
        ]),
        ...tile.end(height, vectors, (row) => get(pointer(row))),
        ...set(rowC, add(get(pointer(height - 1)), get(cRow))),
      ];
    },
  });
  return { name: 'seen', parameters, locals: tile.locals, body };
}

function slopes(relaxed: boolean): WasmFunction {
  const parameters = 9;
  const [a, places, placeCount, b, bRow, c, cRow, rows, columns] = range(parameters) as Parameters<
    ConvKernels['slopes']
  >;
  const tile = new Tile(parameters);
  const integer = () => tile.local(i32);
  const [atB, atC, rowsLeft, rowA, rowC, place, left, pointerA, pointerB] = [
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
    integer(),
  ];
  const cells = range(tileRows).map(integer);
  const cell = (row: number): Code => get(cells[row] as number);
  const body = everyTile({
    b,
    c,
    columns,
    rows,
    atB,
    atC,
    rowsLeft,
    start: [...set(rowA, get(a)), ...set(rowC, get(atC))],
    tile: (height, vectors) => [
      ...range(height).flatMap((row) =>
        set(cells[row] as number, row === 0 ? get(rowC) : add(cell(row - 1), get(cRow))),
      ),
      ...tile.begin(height, vectors, cell),
      ...set(place, get(places)),
      ...set(pointerB, get(atB)),
      ...set(left, get(placeCount)),
      ...countDown(left, 1, [
        ...set(pointerA, add(get(rowA), loadInteger(get(place)))),
        ...tile.multiply(height, vectors, (row) => [get(pointerA), 4 * row], get(pointerB), relaxed),
        ...advance(place, constant(4)),
        ...advance(pointerB, get(bRow)),
      ]),
      ...tile.end(height, vectors, cell),
      ...set(rowC, add(cell(height - 1), get(cRow))),
      ...advance(rowA, constant(4 * height)),
    ],
  });
  return { name: 'slopes', parameters, locals: tile.locals, body };
}

/** Undefined where the browser has no SIMD. `relaxed`: multiply and add in one rounding. */
export function createConv(memory: WebAssembly.Memory, relaxed?: boolean): ConvKernels | undefined {
  const shared = typeof SharedArrayBuffer !== 'undefined' && memory.buffer instanceof SharedArrayBuffer;
  for (const fused of relaxed === undefined ? [true, false] : [relaxed]) {
    const bytes = assemble([seen(fused), slopes(fused)], shared);
    if (!WebAssembly.validate(bytes)) continue;
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    return exports as unknown as ConvKernels;
  }
  return undefined;
}
