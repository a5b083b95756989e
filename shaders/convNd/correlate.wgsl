// y[n, o, c] = act(bias[c] + sum over taps k, channels i of x[n, s, i] * w[k, i, c])
//   with s = (o * stride - padBegin + k * dilation) / upsample, where that is whole and inside
//
// An implicit matrix product with a register tile: the forward pass (upsample 1) and the gradient to the input
// (dy and swapped weights, stride 1, upsample = the stride, dilation and padBegin negated) are this one loop.
//
// Layouts     x [batch, inSize, inChannels], w packed by packWeights.wgsl, bias [outChannels],
//             y [batch, outSize, outChannels]
// Invocation  8 positions of one row (last axis), `upsample` apart so that they share their taps, times `lanes`
//             channels of one group
// Dispatch    ceil(batch * rows * row tiles * channel tiles / workgroupSize), 2-D grid; row tiles =
//             upsample.w * ceil(ceil(outSize.w / upsample.w) / 8)
// Overrides   lanes: 4 or 8; hasBias; relu; upsampled: upsample is above 1 somewhere
// Entries     general: anything; slide3: kernel.w 3, stride.w 1, upsample.w 1, dilation.w 1 or -1, where
//             neighbouring taps share 10 loads instead of making 24
// Reference   core/reference/convNd.ts; forwardNaive.wgsl and backwardInputNaive.wgsl on the device
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

override lanes: u32 = 8;
override hasBias: bool = false;
override relu: bool = false;
override upsampled: bool = false;

const rowTile = 8u;

// Four channels of eight positions.
struct Tile {
  p0: vec4f, p1: vec4f, p2: vec4f, p3: vec4f, p4: vec4f, p5: vec4f, p6: vec4f, p7: vec4f,
}

// One input channel of eight positions.
struct Inputs {
  lo: vec4f,
  hi: vec4f,
}

fn addProduct(t: Tile, v: Inputs, weights: vec4f) -> Tile {
  return Tile(
    fma(vec4f(v.lo.x), weights, t.p0),
    fma(vec4f(v.lo.y), weights, t.p1),
    fma(vec4f(v.lo.z), weights, t.p2),
    fma(vec4f(v.lo.w), weights, t.p3),
    fma(vec4f(v.hi.x), weights, t.p4),
    fma(vec4f(v.hi.y), weights, t.p5),
    fma(vec4f(v.hi.z), weights, t.p6),
    fma(vec4f(v.hi.w), weights, t.p7),
  );
}

// Which tile of the output an invocation owns.
struct Place {
  batchRow: u32,
  position: vec4i,
  group: u32,
  channel: u32,
  width: u32,
}

fn rowTiles() -> u32 {
  let up = u32(g.upsample.w);
  let share = (u32(g.outSize.w) + up - 1) / up;
  return up * ((share + rowTile - 1) / rowTile);
}

fn channelTiles() -> u32 {
  return (g.outPerGroup + lanes - 1) / lanes;
}

fn tileCount() -> u32 {
  let rows = g.batch * u32(g.outSize.x * g.outSize.y * g.outSize.z);
  return rows * rowTiles() * channelTiles() * g.groups;
}

fn placeOf(index: u32) -> Place {
  var rest = index;
  let tile = rest % rowTiles();
  rest /= rowTiles();
  let size = vec3u(g.outSize.xyz);
  let z = rest % size.z;
  rest /= size.z;
  let yy = rest % size.y;
  rest /= size.y;
  let t = rest % size.x;
  rest /= size.x;
  let n = rest % g.batch;
  rest /= g.batch;
  let up = u32(g.upsample.w);
  let first = tile % up + tile / up * rowTile * up;
  let channelTile = rest % channelTiles();
  return Place(n, vec4i(vec4u(t, yy, z, first)), rest / channelTiles(), channelTile * lanes, channelTiles() * lanes);
}

// Where four columns of a row lie in x, and which of them exist.
struct Columns {
  offset: vec4u,
  exists: vec4<bool>,
}

fn columnsAt(column: vec4i) -> Columns {
  let last = vec4i(g.inSize.w - 1);
  let offset = vec4u(clamp(column, vec4i(0), last)) * g.inChannels;
  return Columns(offset, (column >= vec4i(0)) & (column <= last));
}

// Four values of a row, 0 beyond its ends.
fn load(start: u32, columns: Columns) -> vec4f {
  let at = columns.offset + start;
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), columns.exists);
}

// The first tap of each axis whose source is whole; beyond the kernel where there is none.
fn firstTaps(place: Place) -> vec4i {
  if (!upsampled) {
    return vec4i(0);
  }
  let origin = place.position * g.stride - g.padBegin;
  var first = g.kernel;
  for (var axis = 0; axis < 4; axis++) {
    for (var tap = g.tapStep[axis] - 1; tap >= 0; tap--) {
      if ((origin[axis] + tap * g.dilation[axis]) % g.upsample[axis] == 0) {
        first[axis] = tap;
      }
    }
  }
  return first;
}

// The source of a tap on the first three axes: x, y, z, and w = 1 where it is whole and inside.
fn outerSource(place: Place, tap: vec3i) -> vec4i {
  let scaled = place.position.xyz * g.stride.xyz - g.padBegin.xyz + tap * g.dilation.xyz;
  var source = scaled;
  var whole = true;
  if (upsampled) {
    source = scaled / g.upsample.xyz;
    whole = all(source * g.upsample.xyz == scaled);
  }
  let ok = whole && all(scaled >= vec3i(0)) && all(source < g.inSize.xyz);
  return vec4i(source, select(0, 1, ok));
}

fn storeChannels(row: u32, place: Place, offset: u32, values: vec4f) {
  let inGroup = place.channel + offset;
  let channel = place.group * g.outPerGroup + inGroup;
  for (var j = 0u; j < 4u; j++) {
    if (inGroup + j < g.outPerGroup) {
      var value = values[j];
      if (hasBias) {
        value += bias[channel + j];
      }
      if (relu) {
        value = max(value, 0.0);
      }
      y[row * g.outChannels + channel + j] = value;
    }
  }
}

fn storeTile(place: Place, offset: u32, t: Tile) {
  let first = place.position.w;
  let up = g.upsample.w;
  let last = g.outSize.w;
  let row = place.batchRow * volume(g.outSize) + flatten(place.position, g.outSize);
  let step = u32(up);
  storeChannels(row, place, offset, t.p0);
  if (first + up < last) { storeChannels(row + step, place, offset, t.p1); }
  if (first + 2 * up < last) { storeChannels(row + 2 * step, place, offset, t.p2); }
  if (first + 3 * up < last) { storeChannels(row + 3 * step, place, offset, t.p3); }
  if (first + 4 * up < last) { storeChannels(row + 4 * step, place, offset, t.p4); }
  if (first + 5 * up < last) { storeChannels(row + 5 * step, place, offset, t.p5); }
  if (first + 6 * up < last) { storeChannels(row + 6 * step, place, offset, t.p6); }
  if (first + 7 * up < last) { storeChannels(row + 7 * step, place, offset, t.p7); }
}

@compute @workgroup_size(workgroupSize)
fn slide3(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= tileCount()) {
    return;
  }
  let place = placeOf(index);
  if (place.position.w >= g.outSize.w) {
    return;
  }
  var lower = Tile();
  var upper = Tile();
  let column = place.position.w - g.padBegin.w + min(0, 2 * g.dilation.w);
  let columns0 = columnsAt(column + vec4i(0, 1, 2, 3));
  let columns1 = columnsAt(column + vec4i(4, 5, 6, 7));
  let offset8 = columnsAt(vec4i(column + 8)).offset.x;
  let offset9 = columnsAt(vec4i(column + 9)).offset.x;
  let exists8 = column + 8 >= 0 && column + 8 < g.inSize.w;
  let exists9 = column + 9 >= 0 && column + 9 < g.inSize.w;
  let wStep = place.width / 4;
  // Walking the columns upwards meets the taps in this order.
  let firstTap = select(2u, 0u, g.dilation.w > 0);
  for (var kx = 0; kx < g.kernel.x; kx++) {
    for (var ky = 0; ky < g.kernel.y; ky++) {
      for (var kz = 0; kz < g.kernel.z; kz++) {
        let source = outerSource(place, vec3i(kx, ky, kz));
        if (source.w == 0) {
          continue;
        }
        let row = place.batchRow * volume(g.inSize) + flatten(vec4i(source.xyz, 0), g.inSize);
        let xRow = row * g.inChannels + place.group * g.inPerGroup;
        let tap = place.group * volume(g.kernel) + flatten(vec4i(kx, ky, kz, 0), g.kernel);
        for (var i = 0u; i < g.inPerGroup; i++) {
          let a = load(xRow + i, columns0);
          let b = load(xRow + i, columns1);
          let c = vec2f(select(0.0, x[xRow + i + offset8], exists8), select(0.0, x[xRow + i + offset9], exists9));
          let w0 = ((tap + firstTap) * g.inPerGroup + i) * wStep + place.channel / 4;
          let w1 = ((tap + 1) * g.inPerGroup + i) * wStep + place.channel / 4;
          let w2 = ((tap + 2 - firstTap) * g.inPerGroup + i) * wStep + place.channel / 4;
          let v0 = Inputs(a, b);
          let v1 = Inputs(vec4f(a.yzw, b.x), vec4f(b.yzw, c.x));
          let v2 = Inputs(vec4f(a.zw, b.xy), vec4f(b.zw, c));
          lower = addProduct(addProduct(addProduct(lower, v0, w[w0]), v1, w[w1]), v2, w[w2]);
          if (lanes == 8) {
            upper = addProduct(addProduct(addProduct(upper, v0, w[w0 + 1]), v1, w[w1 + 1]), v2, w[w2 + 1]);
          }
        }
      }
    }
  }
  storeTile(place, 0, lower);
  if (lanes == 8) {
    storeTile(place, 4, upper);
  }
}

@compute @workgroup_size(workgroupSize)
fn general(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= tileCount()) {
    return;
  }
  let place = placeOf(index);
  if (place.position.w >= g.outSize.w) {
    return;
  }
  var lower = Tile();
  var upper = Tile();
  let step = g.stride.w;
  let first = firstTaps(place);
  let wStep = place.width / 4;
  for (var kx = first.x; kx < g.kernel.x; kx += g.tapStep.x) {
    for (var ky = first.y; ky < g.kernel.y; ky += g.tapStep.y) {
      for (var kz = first.z; kz < g.kernel.z; kz += g.tapStep.z) {
        let source = outerSource(place, vec3i(kx, ky, kz));
        if (source.w == 0) {
          continue;
        }
        let row = place.batchRow * volume(g.inSize) + flatten(vec4i(source.xyz, 0), g.inSize);
        let xRow = row * g.inChannels + place.group * g.inPerGroup;
        for (var kw = first.w; kw < g.kernel.w; kw += g.tapStep.w) {
          let scaled = place.position.w * step - g.padBegin.w + kw * g.dilation.w;
          var column = scaled;
          if (upsampled) {
            column = scaled / g.upsample.w;
          }
          let columns0 = columnsAt(column + step * vec4i(0, 1, 2, 3));
          let columns1 = columnsAt(column + step * vec4i(4, 5, 6, 7));
          let tap = place.group * volume(g.kernel) + flatten(vec4i(kx, ky, kz, kw), g.kernel);
          for (var i = 0u; i < g.inPerGroup; i++) {
            let v = Inputs(load(xRow + i, columns0), load(xRow + i, columns1));
            let at = (tap * g.inPerGroup + i) * wStep + place.channel / 4;
            lower = addProduct(lower, v, w[at]);
            if (lanes == 8) {
              upper = addProduct(upper, v, w[at + 1]);
            }
          }
        }
      }
    }
  }
  storeTile(place, 0, lower);
  if (lanes == 8) {
    storeTile(place, 4, upper);
  }
}
