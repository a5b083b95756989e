// part[j, k, i, c] = sum over the rows of part j, columns o of x[n, o * stride - padBegin + k * dilation, i] * dy[n, o, c]
//   where a row is one (n, o without its last axis); sumParts.wgsl adds the parts up. One part is dw itself.
//
// Layouts     x [batch, inSize, inChannels], dy [batch, outSize, outChannels],
//             part [parts, kernel, inPerGroup, outChannels]
// Invocation  one tap (general) or `planes` rows of three taps (taps3), times `inLanes`
//             input and 8 output channels of a group
// Dispatch    ceil(parts * tiles / workgroupSize), 2-D grid; tiles = taps (taps3: taps / 3 / planes) * groups *
//             ceil(inPerGroup / inLanes) * ceil(outPerGroup / 8)
// Entries     general: anything; taps3: kernel.w 3
// Overrides   inLanes: 3 or 4; planes: 1, or 3 where kernel.z is 3; slides: stride.w and dilation.w are 1, so that a column of x is
//             loaded once for three taps; unrolled: columns between two turns of the loop, 1, 2, 4 or 8. Every element is summed over rows, then columns, whatever the tile: the same bits
// Before it   backwardWeightsRows.wgsl
// Reference   core/reference/convNd.ts convBackwardWeights; backwardWeightsNaive.wgsl on the device
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> part: array<f32>;

const outLanes: u32 = 8;
override unrolled: u32 = 1;

// Four input channels times four output channels.
struct Sums {
  i0: vec4f, i1: vec4f, i2: vec4f, i3: vec4f,
}

fn addOuter(s: Sums, v: vec4f, d: vec4f) -> Sums {
  return Sums(
    fma(vec4f(v.x), d, s.i0),
    fma(vec4f(v.y), d, s.i1),
    fma(vec4f(v.z), d, s.i2),
    select(s.i3, fma(vec4f(v.w), d, s.i3), inLanes == 4),
  );
}

fn inTiles() -> u32 {
  return (g.inPerGroup + inLanes - 1) / inLanes;
}

fn outTiles() -> u32 {
  return (g.outPerGroup + outLanes - 1) / outLanes;
}

// Offsets of four channels; those beyond the group repeat the last one and are dropped when stored.
fn channelsFrom(first: u32, count: u32, group: u32) -> vec4u {
  return min(first + vec4u(0, 1, 2, 3), vec4u(count - 1)) + group * count;
}

fn loadX(at: vec4u) -> vec4f {
  if (inLanes == 3) {
    return vec4f(x[at.x], x[at.y], x[at.z], 0.0);
  }
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn loadDy(at: vec4u) -> vec4f {
  return vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}

fn store(place: Place, tap: u32, offset: u32, s: Sums) {
  storeRow(place, tap, 0, offset, s.i0);
  storeRow(place, tap, 1, offset, s.i1);
  storeRow(place, tap, 2, offset, s.i2);
  if (inLanes == 4) {
    storeRow(place, tap, 3, offset, s.i3);
  }
}

fn storeRow(place: Place, tap: u32, i: u32, offset: u32, values: vec4f) {
  let input = place.inChannel + i;
  if (input >= g.inPerGroup) {
    return;
  }
  let first = place.outChannel + offset;
  let base = ((place.part * volume(g.kernel) + tap) * g.inPerGroup + input) * g.outChannels + place.group * g.outPerGroup;
  if (first < g.outPerGroup) { part[base + first] = values.x; }
  if (first + 1 < g.outPerGroup) { part[base + first + 1] = values.y; }
  if (first + 2 < g.outPerGroup) { part[base + first + 2] = values.z; }
  if (first + 3 < g.outPerGroup) { part[base + first + 3] = values.w; }
}

// Four channels of x at a column, 0 where there is none.
fn column(met: Meeting, at: i32, channels: vec4u) -> vec4f {
  let inside = clamp(at, 0, g.inSize.w - 1);
  let row = select(0, met.xRow, met.exists);
  return select(vec4f(), loadX((row + u32(inside)) * g.inChannels + channels), met.exists && at == inside);
}

// What x shows to three taps at a column.
struct Window {
  v0: vec4f, v1: vec4f, v2: vec4f,
}

// Sums of three taps.
struct TapSums {
  lower0: Sums, lower1: Sums, lower2: Sums,
  upper0: Sums, upper1: Sums, upper2: Sums,
}

fn windowBefore(met: Meeting, o: i32, channels: vec4u) -> Window {
  if (!slides) {
    return Window();
  }
  return Window(vec4f(), column(met, o - g.padBegin.w, channels), column(met, o + 1 - g.padBegin.w, channels));
}

fn windowAt(before: Window, met: Meeting, o: i32, channels: vec4u) -> Window {
  if (slides) {
    return Window(before.v1, before.v2, column(met, o + 2 - g.padBegin.w, channels));
  }
  let first = o * g.stride.w - g.padBegin.w;
  let step = g.dilation.w;
  return Window(column(met, first, channels), column(met, first + step, channels), column(met, first + 2 * step, channels));
}

fn addWindow(s: TapSums, v: Window, d0: vec4f, d1: vec4f) -> TapSums {
  return TapSums(
    addOuter(s.lower0, v.v0, d0),
    addOuter(s.lower1, v.v1, d0),
    addOuter(s.lower2, v.v2, d0),
    addOuter(s.upper0, v.v0, d1),
    addOuter(s.upper1, v.v1, d1),
    addOuter(s.upper2, v.v2, d1),
  );
}

// The sums of up to three planes of taps, and what those see of x at a column.
struct State {
  sums0: TapSums, sums1: TapSums, sums2: TapSums,
  window0: Window, window1: Window, window2: Window,
}

fn loadDyAt(row: Row, o: i32, channels: vec4u) -> vec4f {
  let inside = min(o, g.outSize.w - 1);
  return select(vec4f(), loadDy((row.dyRow + u32(inside)) * g.outChannels + channels), o == inside);
}

// The channels of a tile.
struct Channels {
  x: vec4u, dyLower: vec4u, dyUpper: vec4u,
}

fn channelsOf(place: Place) -> Channels {
  return Channels(
    channelsFrom(place.inChannel, g.inPerGroup, place.group),
    channelsFrom(place.outChannel, g.outPerGroup, place.group),
    channelsFrom(place.outChannel + 4, g.outPerGroup, place.group),
  );
}

fn addColumn(before: State, row: Row, o: i32, channels: Channels) -> State {
  let d0 = loadDyAt(row, o, channels.dyLower);
  let d1 = loadDyAt(row, o, channels.dyUpper);
  var state = before;
  state.window0 = windowAt(before.window0, row.met0, o, channels.x);
  state.sums0 = addWindow(before.sums0, state.window0, d0, d1);
  if (planes == 3) {
    state.window1 = windowAt(before.window1, row.met1, o, channels.x);
    state.sums1 = addWindow(before.sums1, state.window1, d0, d1);
    state.window2 = windowAt(before.window2, row.met2, o, channels.x);
    state.sums2 = addWindow(before.sums2, state.window2, d0, d1);
  }
  return state;
}

fn storeTaps(place: Place, tap: u32, s: TapSums) {
  store(place, tap, 0, s.lower0);
  store(place, tap + 1, 0, s.lower1);
  store(place, tap + 2, 0, s.lower2);
  store(place, tap, 4, s.upper0);
  store(place, tap + 1, 4, s.upper1);
  store(place, tap + 2, 4, s.upper2);
}

@compute @workgroup_size(workgroupSize)
fn taps3(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let place = placeOf(index, volume(g.kernel) / 3 / planes);
  if (place.part >= g.parts) {
    return;
  }
  let firstTap = place.tap * 3 * planes;
  let tap = unflatten(firstTap, g.kernel);
  let channels = channelsOf(place);
  var state = State();
  let end = min(rowCount(), (place.part + 1) * g.partSize);
  var at = nextMet(lineAt(place.part * g.partSize), end, tap);
  var o = 0;
  // One loop over rows and columns: every loop around the sums costs.
  while (at.row < end) {
    let row = rowOf(at, tap);
    state.window0 = windowBefore(row.met0, o, channels.x);
    if (planes == 3) {
      state.window1 = windowBefore(row.met1, o, channels.x);
      state.window2 = windowBefore(row.met2, o, channels.x);
    }
    state = addColumn(state, row, o, channels);
    if (unrolled >= 2) {
      state = addColumn(state, row, o + 1, channels);
    }
    if (unrolled >= 4) {
      state = addColumn(state, row, o + 2, channels);
      state = addColumn(state, row, o + 3, channels);
    }
    if (unrolled >= 8) {
      state = addColumn(state, row, o + 4, channels);
      state = addColumn(state, row, o + 5, channels);
      state = addColumn(state, row, o + 6, channels);
      state = addColumn(state, row, o + 7, channels);
    }
    o += i32(unrolled);
    if (o >= g.outSize.w) {
      o = 0;
      at = nextMet(after(at), end, tap);
    }
  }
  storeTaps(place, firstTap, state.sums0);
  if (planes == 3) {
    storeTaps(place, firstTap + 3, state.sums1);
    storeTaps(place, firstTap + 6, state.sums2);
  }
}

@compute @workgroup_size(workgroupSize)
fn general(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let place = placeOf(index, volume(g.kernel));
  if (place.part >= g.parts) {
    return;
  }
  let tap = unflatten(place.tap, g.kernel);
  let xChannels = channelsFrom(place.inChannel, g.inPerGroup, place.group);
  let dyLower = channelsFrom(place.outChannel, g.outPerGroup, place.group);
  let dyUpper = channelsFrom(place.outChannel + 4, g.outPerGroup, place.group);
  var lower = Sums();
  var upper = Sums();
  let end = min(rowCount(), (place.part + 1) * g.partSize);
  for (var line = lineAt(place.part * g.partSize); line.row < end; line = after(line)) {
    let met = meet(line, tap);
    if (!met.exists) {
      continue;
    }
    for (var o = 0; o < g.outSize.w; o++) {
      let v = column(met, o * g.stride.w - g.padBegin.w + tap.w * g.dilation.w, xChannels);
      let at = (line.row * u32(g.outSize.w) + u32(o)) * g.outChannels;
      lower = addOuter(lower, v, loadDy(at + dyLower));
      upper = addOuter(upper, v, loadDy(at + dyUpper));
    }
  }
  store(place, place.tap, 0, lower);
  store(place, place.tap, 4, upper);
}
