/** The cells of recurrentOp.ts where tensors lie in host memory: one row at one time. */
import type { CellName } from '#/core/layers/recurrentOp';

export interface HostViews {
  units: number;
  /** [rows, times, directions, gates, units] */
  x: Float32Array;
  /** [directions, units], of gru. */
  bias: Float32Array;
  /** [rows, times, directions, tape, units] */
  tape: Float32Array;
  /** [rows, gates, units]: h R; backwards what it gets. */
  sums: Float32Array;
  /** [rows, units]: h; backwards what it gets, when all that comes after is known. */
  state: Float32Array;
  /** [rows, units]: backwards what the memory of an LSTM gets. */
  memory: Float32Array;
}

/** Where a row's numbers begin. */
export interface RowPlaces {
  x: number;
  bias: number;
  tape: number;
  /** Of the time before; undefined at the first. */
  tapeBefore: number | undefined;
  sums: number;
  state: number;
}

export interface HostCell {
  /** The new state and the tape. */
  forward(views: HostViews, at: RowPlaces): void;
  /** To `dx` and `sums`; leaves in `state` what the state before gets directly. `before`: that state. */
  backward(views: HostViews, at: RowPlaces, dx: Float32Array, before: (unit: number) => number): void;
  /** What the tape must say of a time that a row does not have. */
  hold?(views: HostViews, at: RowPlaces): void;
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const tanh = (x: number): number => 1 - 2 / (1 + Math.exp(2 * x));

const simple: HostCell = {
  forward({ units, x, tape, sums, state }, at) {
    for (let j = 0; j < units; j++) {
      const h = tanh(x[at.x + j]! + sums[at.sums + j]!);
      tape[at.tape + j] = h;
      state[at.state + j] = h;
    }
  },
  backward({ units, tape, sums, state }, at, dx) {
    for (let j = 0; j < units; j++) {
      const h = tape[at.tape + j]!;
      const given = state[at.state + j]! * (1 - h * h);
      dx[at.x + j] = given;
      sums[at.sums + j] = given;
      state[at.state + j] = 0;
    }
  },
};

/** Tape: i, o, f, g, c. */
const lstm: HostCell = {
  forward({ units, x, tape, sums, state }, at) {
    for (let j = 0; j < units; j++) {
      const sum = (gate: number): number => x[at.x + gate * units + j]! + sums[at.sums + gate * units + j]!;
      const [i, o, f, g] = [sigmoid(sum(0)), sigmoid(sum(1)), sigmoid(sum(2)), tanh(sum(3))];
      const before = at.tapeBefore === undefined ? 0 : tape[at.tapeBefore + 4 * units + j]!;
      const c = f * before + i * g;
      const own = at.tape + j;
      tape[own] = i;
      tape[own + units] = o;
      tape[own + 2 * units] = f;
      tape[own + 3 * units] = g;
      tape[own + 4 * units] = c;
      state[at.state + j] = o * tanh(c);
    }
  },
  backward({ units, tape, sums, state, memory }, at, dx) {
    for (let j = 0; j < units; j++) {
      const own = at.tape + j;
      const i = tape[own]!;
      const o = tape[own + units]!;
      const f = tape[own + 2 * units]!;
      const g = tape[own + 3 * units]!;
      const bent = tanh(tape[own + 4 * units]!);
      const before = at.tapeBefore === undefined ? 0 : tape[at.tapeBefore + 4 * units + j]!;
      const given = state[at.state + j]!;
      const dc = memory[at.state + j]! + given * o * (1 - bent * bent);
      const gates = [
        dc * g * i * (1 - i),
        given * bent * o * (1 - o),
        dc * before * f * (1 - f),
        dc * i * (1 - g * g),
      ];
      for (let gate = 0; gate < 4; gate++) {
        dx[at.x + gate * units + j] = gates[gate]!;
        sums[at.sums + gate * units + j] = gates[gate]!;
      }
      memory[at.state + j] = dc * f;
      state[at.state + j] = 0;
    }
  },
  hold({ units, tape }, at) {
    for (let j = 0; j < units; j++)
      tape[at.tape + 4 * units + j] = at.tapeBefore === undefined ? 0 : tape[at.tapeBefore + 4 * units + j]!;
  },
};

/** Tape: z, r, n, q. */
const gru: HostCell = {
  forward({ units, x, bias, tape, sums, state }, at) {
    for (let j = 0; j < units; j++) {
      const z = sigmoid(x[at.x + j]! + sums[at.sums + j]!);
      const r = sigmoid(x[at.x + units + j]! + sums[at.sums + units + j]!);
      const q = sums[at.sums + 2 * units + j]! + bias[at.bias + j]!;
      const n = tanh(x[at.x + 2 * units + j]! + r * q);
      const own = at.tape + j;
      tape[own] = z;
      tape[own + units] = r;
      tape[own + 2 * units] = n;
      tape[own + 3 * units] = q;
      state[at.state + j] = (1 - z) * n + z * state[at.state + j]!;
    }
  },
  backward({ units, tape, sums, state }, at, dx, before) {
    for (let j = 0; j < units; j++) {
      const own = at.tape + j;
      const z = tape[own]!;
      const r = tape[own + units]!;
      const n = tape[own + 2 * units]!;
      const q = tape[own + 3 * units]!;
      const given = state[at.state + j]!;
      const toN = given * (1 - z) * (1 - n * n);
      const toZ = given * (before(j) - n) * z * (1 - z);
      const toR = toN * q * r * (1 - r);
      dx[at.x + j] = toZ;
      dx[at.x + units + j] = toR;
      dx[at.x + 2 * units + j] = toN;
      sums[at.sums + j] = toZ;
      sums[at.sums + units + j] = toR;
      sums[at.sums + 2 * units + j] = toN * r;
      state[at.state + j] = given * z;
    }
  },
};

export const hostCells: Record<CellName, HostCell> = { simple, lstm, gru };
