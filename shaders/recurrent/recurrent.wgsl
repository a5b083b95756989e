// Recurrent cells over time, forward and backward: what every cell shares. In front stands the file of the cell, with
// lanes4 or lanes1 and lengths or lengthsNone before it.
//
//   forward:   y, tape from x, r, bias          backward:  dx, dh from r transposed, tape, y, dy
//
// Layouts: x, dx, dh [batch, times, directions, gates, units]; y, dy [batch, times, directions, units];
// tape [batch, times, directions, tape, units]; r [directions, units, gates, units], backward [directions, gates *
// units, units]. Direction 1 goes from the end to the beginning.
//
// A workgroup has some rows of the batch (as many as lanes) and a direction, and goes over all times alone: the state
// is in its memory, an invocation owns every workgroupSize-th unit. Nothing is scattered, sums run in one order.
// Dispatch: (ceil(batch / lanes), directions). Reference: fixtures/recurrentByOps.ts, of tfjs operations.

struct Shape {
  batch: u32,
  times: u32,
  directions: u32,
}

@group(0) @binding(0) var<uniform> p: Shape;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> r: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(5) var<storage, read_write> tape: array<f32>;
@group(0) @binding(6) var<storage, read_write> y: array<f32>;
@group(0) @binding(7) var<storage, read> dy: array<f32>;
@group(0) @binding(8) var<storage, read_write> dh: array<f32>;
@group(0) @binding(9) var<storage, read_write> dx: array<f32>;

override workgroupSize = 64u;
override units = 64u;

// Units of an invocation, at most 1024 / 256.
const mostUnits = 4u;

// Forward two copies of the state, of this time and of the next; backward what the gates get.
var<workgroup> shared_: array<Lanes, sharedSize>;
override sharedSize = 128u;

// Where a unit's numbers of a time begin; `stride` units apart for the next gate or slot.
struct Step {
  rows: Rows,
  time: u32,
  direction: u32,
}

fn placeOf(s: Step, values: u32, unit: u32) -> Rows {
  return ((s.rows * p.times + s.time) * p.directions + s.direction) * values * units + unit;
}

// The time that is taken as number `step`, and the one that was taken before it.
fn timeOf(step: u32, direction: u32) -> u32 {
  return select(p.times - 1u - step, step, direction == 0u);
}

fn sigmoid(v: Lanes) -> Lanes {
  return 1.0 / (1.0 + exp(-v));
}

// Never infinite divided by infinite, and NaN stays NaN.
fn bent(v: Lanes) -> Lanes {
  return 1.0 - 2.0 / (1.0 + exp(2.0 * v));
}

@compute @workgroup_size(workgroupSize)
fn forward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  var s = Step(rowsOf(group.x), 0u, group.y);
  for (var unit = local; unit < units; unit += workgroupSize) {
    shared_[unit] = Lanes();
  }
  var memory: array<Lanes, mostUnits>;
  workgroupBarrier();
  for (var step = 0u; step < p.times; step++) {
    s.time = timeOf(step, s.direction);
    let there = isThere(s);
    let now = (step % 2u) * units;
    let next = units - now;
    var turn = 0u;
    for (var unit = local; unit < units; unit += workgroupSize) {
      var sums = Gates();
      var at = s.direction * units * gates * units + unit;
      if (step > 0u) {
        for (var k = 0u; k < units; k++) {
          sums = addState(sums, shared_[now + k], at);
          at += gates * units;
        }
      }
      let before = shared_[now + unit];
      let after = select(before, stateOf(s, unit, sums, before, &memory[turn], there), there);
      shared_[next + unit] = after;
      storeY(placeOf(s, 1u, unit), after);
      turn++;
    }
    workgroupBarrier();
  }
}

@compute @workgroup_size(workgroupSize)
fn backward(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) local: u32) {
  var s = Step(rowsOf(group.x), 0u, group.y);
  // What the state gets from later times, and the memory of an LSTM.
  var state: array<Lanes, mostUnits>;
  var memory: array<Lanes, mostUnits>;
  let width = gates * units;
  for (var left = p.times; left > 0u; left--) {
    s.time = timeOf(left - 1u, s.direction);
    var earlier = s;
    earlier.time = timeOf(max(left, 2u) - 2u, s.direction);
    let there = isThere(s);
    var turn = 0u;
    for (var unit = local; unit < units; unit += workgroupSize) {
      let given = state[turn] + loadDy(placeOf(s, 1u, unit));
      let direct = giveGates(s, earlier, left == 1u, unit, given, &memory[turn], there);
      state[turn] = select(given, direct, there);
      turn++;
    }
    workgroupBarrier();
    if (left > 1u) {
      turn = 0u;
      for (var unit = local; unit < units; unit += workgroupSize) {
        var sum = Lanes();
        var at = s.direction * width * units + unit;
        for (var k = 0u; k < width; k++) {
          sum += shared_[k] * r[at];
          at += units;
        }
        state[turn] += sum;
        turn++;
      }
    }
    workgroupBarrier();
  }
}
