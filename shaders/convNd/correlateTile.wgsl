// The tile of correlate.wgsl: the sums an invocation keeps, how columns of x are loaded, how results are stored.
// Layouts and overrides are described there.
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

override kept: u32 = 8;

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
  var sums = t;
  sums.p0 = fma(vec4f(v.lo.x), weights, t.p0);
  sums.p1 = fma(vec4f(v.lo.y), weights, t.p1);
  sums.p2 = fma(vec4f(v.lo.z), weights, t.p2);
  sums.p3 = fma(vec4f(v.lo.w), weights, t.p3);
  if (columns == 8) {
    sums.p4 = fma(vec4f(v.hi.x), weights, t.p4);
    sums.p5 = fma(vec4f(v.hi.y), weights, t.p5);
    sums.p6 = fma(vec4f(v.hi.z), weights, t.p6);
    sums.p7 = fma(vec4f(v.hi.w), weights, t.p7);
  }
  return sums;
}

// The sums of one row: four channels, and four more when lanes is 8.
struct RowSums {
  lower: Tile,
  upper: Tile,
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

// Four values of a row, 0 where there are none.
fn load(start: u32, columns: Columns, exists: vec4<bool>) -> vec4f {
  let at = columns.offset + start;
  return select(vec4f(), vec4f(x[at.x], x[at.y], x[at.z], x[at.w]), exists);
}

fn storeChannels(row: u32, place: Place, offset: u32, values: vec4f) {
  let inGroup = place.channel + offset;
  let channel = place.group * g.outPerGroup + inGroup;
  for (var j = 0u; j < min(4u, kept); j++) {
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

fn storeTile(place: Place, positionZ: i32, offset: u32, t: Tile) {
  if (positionZ >= g.outSize.z) {
    return;
  }
  let first = place.position.w;
  let up = g.upsample.w;
  let last = g.outSize.w;
  let position = vec4i(place.position.xy, positionZ, first);
  let row = place.batchRow * volume(g.outSize) + flatten(position, g.outSize);
  let step = u32(up);
  storeChannels(row, place, offset, t.p0);
  if (first + up < last) { storeChannels(row + step, place, offset, t.p1); }
  if (first + 2 * up < last) { storeChannels(row + 2 * step, place, offset, t.p2); }
  if (first + 3 * up < last) { storeChannels(row + 3 * step, place, offset, t.p3); }
  if (columns == 8) {
    if (first + 4 * up < last) { storeChannels(row + 4 * step, place, offset, t.p4); }
    if (first + 5 * up < last) { storeChannels(row + 5 * step, place, offset, t.p5); }
    if (first + 6 * up < last) { storeChannels(row + 6 * step, place, offset, t.p6); }
    if (first + 7 * up < last) { storeChannels(row + 7 * step, place, offset, t.p7); }
  }
}

fn storeRow(place: Place, row: i32, sums: RowSums) {
  let positionZ = place.position.z + row * g.upsample.z;
  storeTile(place, positionZ, 0, sums.lower);
  if (lanes == 8) {
    storeTile(place, positionZ, 4, sums.upper);
  }
}

// The sums of a tile: up to four rows.
struct TileSums {
  row0: RowSums,
  row1: RowSums,
  row2: RowSums,
  row3: RowSums,
}

fn storeAll(place: Place, sums: TileSums) {
  storeRow(place, 0, sums.row0);
  if (rows >= 2) {
    storeRow(place, 1, sums.row1);
  }
  if (rows >= 4) {
    storeRow(place, 2, sums.row2);
    storeRow(place, 3, sums.row3);
  }
}

struct Sources {
  row0: Source,
  row1: Source,
  row2: Source,
  row3: Source,
}

fn sourcesOf(place: Place, tap: vec3i) -> Sources {
  var sources = Sources();
  sources.row0 = sourceOf(place, 0, tap);
  if (rows >= 2) {
    sources.row1 = sourceOf(place, 1, tap);
  }
  if (rows >= 4) {
    sources.row2 = sourceOf(place, 2, tap);
    sources.row3 = sourceOf(place, 3, tap);
  }
  return sources;
}
