// part[j, k, i, c] = sum over the rows of part j, columns o of x[n, o * stride - padBegin + k * dilation, i] * dy[n, o, c]
//   where a row is one (n, o without its last axis); sumParts.wgsl adds the parts up. One part is dw itself.
//
// Layouts     x [batch, inSize, inChannels], dy [batch, outSize, outChannels],
//             part [parts, kernel, inPerGroup, outChannels]
// Invocation  one tap (general) or one row of three taps (slide3), times 4 input and 8 output channels of a group
// Dispatch    ceil(parts * tiles / workgroupSize), 2-D grid; tiles = taps (slide3: taps / 3) * groups *
//             ceil(inPerGroup / 4) * ceil(outPerGroup / 8)
// Entries     general: anything; slide3: kernel.w 3, stride.w 1, dilation.w 1, where a column of x is loaded once for three taps
// Reference   core/reference/convNd.ts convBackwardWeights; backwardWeightsNaive.wgsl on the device
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> part: array<f32>;

// Four input channels times four output channels.
struct Sums {
  i0: vec4f, i1: vec4f, i2: vec4f, i3: vec4f,
}

fn addOuter(s: Sums, v: vec4f, d: vec4f) -> Sums {
  return Sums(
    fma(vec4f(v.x), d, s.i0),
    fma(vec4f(v.y), d, s.i1),
    fma(vec4f(v.z), d, s.i2),
    fma(vec4f(v.w), d, s.i3),
  );
}

struct Place {
  part: u32,
  tap: u32,
  group: u32,
  // First channels of the tile, in the group.
  inChannel: u32,
  outChannel: u32,
}

fn inTiles() -> u32 {
  return (g.inPerGroup + 3) / 4;
}

fn outTiles() -> u32 {
  return (g.outPerGroup + 7) / 8;
}

fn placeOf(index: u32, taps: u32) -> Place {
  var rest = index;
  let outTile = rest % outTiles();
  rest /= outTiles();
  let inTile = rest % inTiles();
  rest /= inTiles();
  let group = rest % g.groups;
  rest /= g.groups;
  return Place(rest / taps, rest % taps, group, inTile * 4, outTile * 8);
}

// Offsets of four channels; those beyond the group repeat the last one and are dropped when stored.
fn channelsFrom(first: u32, count: u32, group: u32) -> vec4u {
  return min(first + vec4u(0, 1, 2, 3), vec4u(count - 1)) + group * count;
}

fn loadX(at: vec4u) -> vec4f {
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn loadDy(at: vec4u) -> vec4f {
  return vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}

// Where a row of the output meets x under a tap: the flat row of x, and whether there is one.
struct Meeting {
  xRow: u32,
  exists: bool,
}

fn meet(row: u32, tap: vec4i) -> Meeting {
  let rows = g.outSize.xyz;
  let perBatch = u32(rows.x * rows.y * rows.z);
  let position = unflatten(row % perBatch, vec4i(1, rows)).yzw;
  let source = position * g.stride.xyz - g.padBegin.xyz + tap.xyz * g.dilation.xyz;
  let exists = all(source >= vec3i(0)) && all(source < g.inSize.xyz);
  return Meeting(row / perBatch * volume(g.inSize) + flatten(vec4i(source, 0), g.inSize), exists);
}

fn store(place: Place, tap: u32, offset: u32, s: Sums) {
  storeRow(place, tap, 0, offset, s.i0);
  storeRow(place, tap, 1, offset, s.i1);
  storeRow(place, tap, 2, offset, s.i2);
  storeRow(place, tap, 3, offset, s.i3);
}

fn storeRow(place: Place, tap: u32, i: u32, offset: u32, values: vec4f) {
  let input = place.inChannel + i;
  if (input >= g.inPerGroup) {
    return;
  }
  let first = place.outChannel + offset;
  let base = ((place.part * volume(g.kernel) + tap) * g.inPerGroup + input) * g.outChannels + place.group * g.outPerGroup;
  for (var j = 0u; j < 4u; j++) {
    if (first + j < g.outPerGroup) {
      part[base + first + j] = values[j];
    }
  }
}

@compute @workgroup_size(workgroupSize)
fn slide3(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let taps = volume(g.kernel) / 3;
  let place = placeOf(index, taps);
  if (place.part >= g.parts) {
    return;
  }
  let tap = unflatten(place.tap * 3, g.kernel);
  let xChannels = channelsFrom(place.inChannel, g.inPerGroup, place.group);
  let dyLower = channelsFrom(place.outChannel, g.outPerGroup, place.group);
  let dyUpper = channelsFrom(place.outChannel + 4, g.outPerGroup, place.group);
  var lower0 = Sums();
  var lower1 = Sums();
  var lower2 = Sums();
  var upper0 = Sums();
  var upper1 = Sums();
  var upper2 = Sums();
  let rowCount = g.batch * u32(g.outSize.x * g.outSize.y * g.outSize.z);
  let end = min(rowCount, (place.part + 1) * g.partSize);
  for (var row = place.part * g.partSize; row < end; row++) {
    let met = meet(row, tap);
    if (!met.exists) {
      continue;
    }
    // Three neighbouring columns of x travel along the row.
    var v0 = vec4f();
    var v1 = column(met.xRow, -g.padBegin.w, xChannels);
    var v2 = column(met.xRow, 1 - g.padBegin.w, xChannels);
    for (var o = 0; o < g.outSize.w; o++) {
      v0 = v1;
      v1 = v2;
      v2 = column(met.xRow, o + 2 - g.padBegin.w, xChannels);
      let at = (row * u32(g.outSize.w) + u32(o)) * g.outChannels;
      let d0 = loadDy(at + dyLower);
      lower0 = addOuter(lower0, v0, d0);
      lower1 = addOuter(lower1, v1, d0);
      lower2 = addOuter(lower2, v2, d0);
      let d1 = loadDy(at + dyUpper);
      upper0 = addOuter(upper0, v0, d1);
      upper1 = addOuter(upper1, v1, d1);
      upper2 = addOuter(upper2, v2, d1);
    }
  }
  store(place, place.tap * 3, 0, lower0);
  store(place, place.tap * 3 + 1, 0, lower1);
  store(place, place.tap * 3 + 2, 0, lower2);
  store(place, place.tap * 3, 4, upper0);
  store(place, place.tap * 3 + 1, 4, upper1);
  store(place, place.tap * 3 + 2, 4, upper2);
}

// Four channels of x at a column, 0 beyond the ends of the row.
fn column(row: u32, at: i32, channels: vec4u) -> vec4f {
  let inside = clamp(at, 0, g.inSize.w - 1);
  return select(vec4f(), loadX((row + u32(inside)) * g.inChannels + channels), at == inside);
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
  let rowCount = g.batch * u32(g.outSize.x * g.outSize.y * g.outSize.z);
  let end = min(rowCount, (place.part + 1) * g.partSize);
  for (var row = place.part * g.partSize; row < end; row++) {
    let met = meet(row, tap);
    if (!met.exists) {
      continue;
    }
    for (var o = 0; o < g.outSize.w; o++) {
      let v = column(met.xRow, o * g.stride.w - g.padBegin.w + tap.w * g.dilation.w, xChannels);
      let at = (row * u32(g.outSize.w) + u32(o)) * g.outChannels;
      lower = addOuter(lower, v, loadDy(at + dyLower));
      upper = addOuter(upper, v, loadDy(at + dyUpper));
    }
  }
  store(place, place.tap, 0, lower);
  store(place, place.tap, 4, upper);
}
