// part[j, k, i, c] = sum over the rows of part j, columns o of x[n, o * stride - padBegin + k * dilation, i] * dy[n, o, c],
//   as backwardWeights.wgsl, by quads
//
// Four neighbouring lanes share a tile: every lane loads other columns of x and hands them to the three others, and
// adds up for output channels of its own. A load of x then serves four lanes, and three taps where they slide.
//
// Layouts     as backwardWeights.wgsl
// Invocation  a quad: `planes` rows of three taps, times `inLanes` input and 4 * perLane output channels of a group
// Dispatch    four times parts * tiles, where a tile has 4 * perLane output channels
// Entries     taps3: kernel.w 3
// Overrides   inLanes: 1 to 4, 4 with loadVector.wgsl; planes, slides: as there; columns: 4 or 8 between two turns.
//             The same sums in the same order as backwardWeights.wgsl: the same bits
// Before it   channels1/2/4.wgsl (perLane a divisor of outPerGroup), loadVector.wgsl or loadSingle.wgsl, backwardWeightsRows.wgsl
// Needs       subgroups; quads are four lanes in a row, and all of a quad take the same way
// Reference   core/reference/convNd.ts convBackwardWeights; backwardWeights.wgsl, backwardWeightsNaive.wgsl on the device
@group(0) @binding(2) var<storage, read> dy: array<Channels>;
@group(0) @binding(3) var<storage, read_write> part: array<f32>;

const outLanes: u32 = 4 * perLane;
override columns: u32 = 8;

fn inTiles() -> u32 {
  return (g.inPerGroup + inLanes - 1) / inLanes;
}

fn outTiles() -> u32 {
  return (g.outPerGroup + outLanes - 1) / outLanes;
}

// Up to four channels of x under one tap.
struct Sums {
  i0: Channels, i1: Channels, i2: Channels, i3: Channels,
}

// A row of three taps.
struct Plane {
  k0: Sums, k1: Sums, k2: Sums,
}

// The gradient at eight columns, in the channels of this lane.
struct Gradients {
  d0: Channels, d1: Channels, d2: Channels, d3: Channels, d4: Channels, d5: Channels, d6: Channels, d7: Channels,
}

fn loadGradient(row: Row, o: i32, channel: u32) -> Channels {
  let inside = min(o, g.outSize.w - 1);
  return select(Channels(), dy[((row.dyRow + u32(inside)) * g.outChannels + channel) / perLane], o == inside);
}

fn gradientsAt(row: Row, o: i32, channel: u32) -> Gradients {
  var d = Gradients();
  d.d0 = loadGradient(row, o, channel);
  d.d1 = loadGradient(row, o + 1, channel);
  d.d2 = loadGradient(row, o + 2, channel);
  d.d3 = loadGradient(row, o + 3, channel);
  if (columns == 8) {
    d.d4 = loadGradient(row, o + 4, channel);
    d.d5 = loadGradient(row, o + 5, channel);
    d.d6 = loadGradient(row, o + 6, channel);
    d.d7 = loadGradient(row, o + 7, channel);
  }
  return d;
}

fn addOuter(s: Sums, v: vec4f, d: Channels) -> Sums {
  var r = s;
  r.i0 = product(v.x, d, s.i0);
  if (inLanes >= 2) {
    r.i1 = product(v.y, d, s.i1);
  }
  if (inLanes >= 3) {
    r.i2 = product(v.z, d, s.i2);
  }
  if (inLanes >= 4) {
    r.i3 = product(v.w, d, s.i3);
  }
  return r;
}

// Up to four channels of x at a column of this lane, 0 where there is none.
fn column(met: Meeting, at: i32, channel: u32) -> vec4f {
  let inside = clamp(at, 0, g.inSize.w - 1);
  let row = select(0, met.xRow, met.exists);
  return select(vec4f(), loadChannels((row + u32(inside)) * g.inChannels + channel, inLanes), met.exists && at == inside);
}

fn addColumn(s: Plane, v0: vec4f, v1: vec4f, v2: vec4f, d: Channels) -> Plane {
  return Plane(addOuter(s.k0, v0, d), addOuter(s.k1, v1, d), addOuter(s.k2, v2, d));
}

// Three taps see ten neighbouring columns of x.
fn addSliding(s: Plane, met: Meeting, o: i32, channel: u32, lane: i32, d: Gradients) -> Plane {
  let first = o - g.padBegin.w + lane;
  let a = column(met, first, channel);
  let b = column(met, first + 4, channel);
  let v0 = quadBroadcast(a, 0);
  let v1 = quadBroadcast(a, 1);
  let v2 = quadBroadcast(a, 2);
  let v3 = quadBroadcast(a, 3);
  let v4 = quadBroadcast(b, 0);
  let v5 = quadBroadcast(b, 1);
  var r = addColumn(s, v0, v1, v2, d.d0);
  r = addColumn(r, v1, v2, v3, d.d1);
  r = addColumn(r, v2, v3, v4, d.d2);
  r = addColumn(r, v3, v4, v5, d.d3);
  if (columns == 8) {
    let c = column(met, first + 8, channel);
    let v6 = quadBroadcast(b, 2);
    let v7 = quadBroadcast(b, 3);
    let v8 = quadBroadcast(c, 0);
    let v9 = quadBroadcast(c, 1);
    r = addColumn(r, v4, v5, v6, d.d4);
    r = addColumn(r, v5, v6, v7, d.d5);
    r = addColumn(r, v6, v7, v8, d.d6);
    r = addColumn(r, v7, v8, v9, d.d7);
  }
  return r;
}

fn addFour(s: Sums, v: vec4f, d0: Channels, d1: Channels, d2: Channels, d3: Channels) -> Sums {
  var r = addOuter(s, quadBroadcast(v, 0), d0);
  r = addOuter(r, quadBroadcast(v, 1), d1);
  r = addOuter(r, quadBroadcast(v, 2), d2);
  return addOuter(r, quadBroadcast(v, 3), d3);
}

fn addTap(s: Sums, met: Meeting, first: i32, channel: u32, d: Gradients) -> Sums {
  var r = addFour(s, column(met, first, channel), d.d0, d.d1, d.d2, d.d3);
  if (columns == 8) {
    r = addFour(r, column(met, first + 4 * g.stride.w, channel), d.d4, d.d5, d.d6, d.d7);
  }
  return r;
}

fn addPlane(s: Plane, met: Meeting, o: i32, channel: u32, lane: i32, d: Gradients) -> Plane {
  if (slides) {
    return addSliding(s, met, o, channel, lane, d);
  }
  let first = (o + lane) * g.stride.w - g.padBegin.w;
  return Plane(
    addTap(s.k0, met, first, channel, d),
    addTap(s.k1, met, first + g.dilation.w, channel, d),
    addTap(s.k2, met, first + 2 * g.dilation.w, channel, d),
  );
}

fn storeInput(place: Place, tap: u32, i: u32, lane: u32, values: Channels) {
  let input = place.inChannel + i;
  if (i >= inLanes || input >= g.inPerGroup) {
    return;
  }
  let first = place.outChannel + lane * perLane;
  let base = ((place.part * volume(g.kernel) + tap) * g.inPerGroup + input) * g.outChannels + place.group * g.outPerGroup;
  for (var j = 0u; j < perLane; j++) {
    if (first + j < g.outPerGroup) {
      part[base + first + j] = channelOf(values, j);
    }
  }
}

fn storeTap(place: Place, tap: u32, lane: u32, s: Sums) {
  storeInput(place, tap, 0, lane, s.i0);
  storeInput(place, tap, 1, lane, s.i1);
  storeInput(place, tap, 2, lane, s.i2);
  storeInput(place, tap, 3, lane, s.i3);
}

fn storePlane(place: Place, tap: u32, lane: u32, s: Plane) {
  storeTap(place, tap, lane, s.k0);
  storeTap(place, tap + 1, lane, s.k1);
  storeTap(place, tap + 2, lane, s.k2);
}

@compute @workgroup_size(workgroupSize)
fn taps3(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let lane = invocationIndex(id, workgroups) % 4;
  let index = invocationIndex(id, workgroups) / 4;
  let place = placeOf(index, volume(g.kernel) / 3 / planes);
  if (place.part >= g.parts) {
    return;
  }
  let firstTap = place.tap * 3 * planes;
  let tap = unflatten(firstTap, g.kernel);
  let xChannel = place.group * g.inPerGroup + place.inChannel;
  // Lanes beyond the group repeat its last channels and are dropped when stored.
  let dyChannel = place.group * g.outPerGroup + min(place.outChannel + lane * perLane, g.outPerGroup - perLane);
  var sums0 = Plane();
  var sums1 = Plane();
  var sums2 = Plane();
  let end = min(rowCount(), (place.part + 1) * g.partSize);
  var at = nextMet(lineAt(place.part * g.partSize), end, tap);
  var o = 0;
  // One loop over rows and columns: every loop around the sums costs.
  while (at.row < end) {
    let row = rowOf(at, tap);
    let d = gradientsAt(row, o, dyChannel);
    sums0 = addPlane(sums0, row.met0, o, xChannel, i32(lane), d);
    if (planes == 3) {
      sums1 = addPlane(sums1, row.met1, o, xChannel, i32(lane), d);
      sums2 = addPlane(sums2, row.met2, o, xChannel, i32(lane), d);
    }
    o += i32(columns);
    if (o >= g.outSize.w) {
      o = 0;
      at = nextMet(after(at), end, tap);
    }
  }
  storePlane(place, firstTap, lane, sums0);
  if (planes == 3) {
    storePlane(place, firstTap + 3, lane, sums1);
    storePlane(place, firstTap + 6, lane, sums2);
  }
}
