/**
 * The recurrence and its gradient where tensors lie in host memory (WASM, CPU). All rows take a time together: one
 * product of matrices, then the cells. `space` says where the matrices lie and multiplies them.
 */
import { cells, type RecurrentGeometry } from '#/core/layers/recurrentOp';
import { hostCells, type HostViews, type RowPlaces } from './hostCells';
import type { HostSpace } from './hostSpace';

interface Given {
  r: Float32Array;
  lengths?: Float32Array | undefined;
}

export function hostForward(
  g: RecurrentGeometry,
  space: HostSpace,
  { x, r, bias, lengths }: Given & { x: Float32Array; bias?: Float32Array | undefined },
): { y: Float32Array; tape: Float32Array } {
  const { batch, times, units, directions } = g;
  const { gates, tape: slots } = cells[g.cell];
  const width = gates * units;
  const y = new Float32Array(batch * times * directions * units);
  const tape = new Float32Array(y.length * slots);
  const [state, matrix, sums] = space.open([batch * units, units * width, batch * width]);
  const views: HostViews = {
    units,
    x,
    tape,
    bias: bias ?? new Float32Array(0),
    memory: new Float32Array(0),
    sums: sums!.values,
    state: state!.values,
  };
  const { forward, hold } = hostCells[g.cell];
  for (let d = 0; d < directions; d++) {
    views.state.fill(0);
    views.sums.fill(0);
    matrix!.values.set(r.subarray(d * units * width, (d + 1) * units * width));
    for (let step = 0; step < times; step++) {
      if (step > 0) space.multiply(state!, matrix!, sums!, batch, width, units);
      eachRow(g, d, step, (at, row, t, place) => {
        if (t < (lengths?.[row] ?? times)) forward(views, at);
        else hold?.(views, at);
        y.set(views.state.subarray(at.state, at.state + units), place * units);
      });
    }
  }
  space.close();
  return { y, tape };
}

/** `r`: of each direction transposed, [gates * units, units]. `dh`: of gru, what h R + b gets; else dx is that. */
export function hostBackward(
  g: RecurrentGeometry,
  space: HostSpace,
  { r, lengths, tape, y, dy }: Given & { tape: Float32Array; y: Float32Array; dy: Float32Array },
): { dx: Float32Array; dh?: Float32Array } {
  const { batch, times, units, directions, cell } = g;
  const width = cells[cell].gates * units;
  const dx = new Float32Array(batch * times * directions * width);
  const dh = cell === 'gru' ? new Float32Array(dx.length) : undefined;
  const [sums, matrix, back] = space.open([batch * width, units * width, batch * units]);
  const state = new Float32Array(batch * units);
  const views: HostViews = {
    units,
    x: dx,
    tape,
    bias: dx,
    state,
    sums: sums!.values,
    memory: new Float32Array(state.length),
  };
  const { backward } = hostCells[cell];
  for (let d = 0; d < directions; d++) {
    state.fill(0);
    views.memory.fill(0);
    matrix!.values.set(r.subarray(d * units * width, (d + 1) * units * width));
    const toBefore = (d === 0 ? -1 : 1) * directions * units;
    for (let step = times - 1; step >= 0; step--) {
      eachRow(g, d, step, (at, row, t, place) => {
        for (let j = 0; j < units; j++) state[at.state + j]! += dy[place * units + j]!;
        if (t >= (lengths?.[row] ?? times)) {
          views.sums.fill(0, at.sums, at.sums + width);
          return;
        }
        const before = place * units + toBefore;
        backward(views, at, dx, step === 0 ? () => 0 : (j) => y[before + j]!);
        dh?.set(views.sums.subarray(at.sums, at.sums + width), at.x);
      });
      if (step === 0) break;
      space.multiply(sums!, matrix!, back!, batch, units, width);
      for (let i = 0; i < state.length; i++) state[i]! += back!.values[i]!;
    }
  }
  space.close();
  return dh ? { dx, dh } : { dx };
}

/** `place`: number of row, time and direction. `t` counts from the beginning, whichever way it goes. */
function eachRow(
  { cell, batch, times, units, directions }: RecurrentGeometry,
  direction: number,
  step: number,
  visit: (at: RowPlaces, row: number, t: number, place: number) => void,
): void {
  const { gates, tape } = cells[cell];
  const t = direction === 0 ? step : times - 1 - step;
  const toBefore = (direction === 0 ? -1 : 1) * directions;
  for (let row = 0; row < batch; row++) {
    const place = (row * times + t) * directions + direction;
    const at: RowPlaces = {
      x: place * gates * units,
      bias: direction * units,
      tape: place * tape * units,
      tapeBefore: step === 0 ? undefined : (place + toBefore) * tape * units,
      sums: row * gates * units,
      state: row * units,
    };
    visit(at, row, t, place);
  }
}
