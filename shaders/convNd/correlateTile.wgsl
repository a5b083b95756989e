// The tile of correlate.wgsl: which positions and channels an invocation owns, where they meet x, how they are stored.
// Its layouts and overrides are described there.
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

override lanes: u32 = 8;
override kept: u32 = 8;
override columns: u32 = 8;
override rows: u32 = 1;
override unrolled: u32 = 1;
override hasBias: bool = false;
override relu: bool = false;
override upsampled: bool = false;


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

// Which tile of the output an invocation owns; position is its first.
struct Place {
  batchRow: u32,
  position: vec4i,
  group: u32,
  channel: u32,
  width: u32,
}

// How many positions of a tile there are along each axis.
fn tileSize() -> vec4u {
  return vec4u(1, 1, rows, columns);
}

// Tiles along each axis among the positions that are a multiple of `upsample` apart.
fn tilesPerPhase() -> vec4u {
  let up = vec4u(g.upsample);
  let share = (vec4u(g.outSize) + up - 1) / up;
  return (share + tileSize() - 1) / tileSize();
}

fn channelTiles() -> u32 {
  return (g.outPerGroup + lanes - 1) / lanes;
}

fn tileCount() -> u32 {
  let tiles = tilesPerPhase() * vec4u(g.upsample);
  return g.batch * tiles.x * tiles.y * tiles.z * tiles.w * channelTiles() * g.groups;
}

// Neighbours meet the same taps and weights: phases count slower than tiles.
fn placeOf(index: u32) -> Place {
  let tiles = tilesPerPhase();
  let up = vec4u(g.upsample);
  var rest = index;
  var tile = vec4u();
  var phase = vec4u();
  tile.w = rest % tiles.w;
  rest /= tiles.w;
  tile.z = rest % tiles.z;
  rest /= tiles.z;
  tile.y = rest % tiles.y;
  rest /= tiles.y;
  tile.x = rest % tiles.x;
  rest /= tiles.x;
  phase.w = rest % up.w;
  rest /= up.w;
  phase.z = rest % up.z;
  rest /= up.z;
  phase.y = rest % up.y;
  rest /= up.y;
  phase.x = rest % up.x;
  rest /= up.x;
  let n = rest % g.batch;
  rest /= g.batch;
  let first = vec4i(phase + tile * tileSize() * up);
  let channelTile = rest % channelTiles();
  return Place(n, first, rest / channelTiles(), channelTile * lanes, channelTiles() * lanes);
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

// The taps of a tile, from `first` in steps of tapStep; none that meets x nowhere, few that meet it in no column.
struct Taps {
  first: vec4i,
  end: vec4i,
  count: u32,
}

fn tapsOf(place: Place) -> Taps {
  let origin = place.position * g.stride - g.padBegin;
  // Of the last row and the last column of the tile.
  let reach = vec4i(0, 0, i32(rows) - 1, i32(columns) - 1) * g.stride * g.upsample;
  let limit = (g.inSize - 1) * g.upsample;
  var taps = Taps(g.kernel, vec4i(0), 1);
  for (var axis = 0; axis < 4; axis++) {
    let step = g.tapStep[axis];
    var first = 0;
    if (upsampled) {
      while (first < step && (origin[axis] + first * g.dilation[axis]) % g.upsample[axis] != 0) {
        first++;
      }
      if (first == step) {
        first = g.kernel[axis];
      }
    }
    var count = 0u;
    for (var tap = first; tap < g.kernel[axis]; tap += step) {
      let scaled = origin[axis] + tap * g.dilation[axis];
      if (scaled + reach[axis] >= 0 && scaled <= limit[axis]) {
        taps.first[axis] = min(taps.first[axis], tap);
        taps.end[axis] = tap + 1;
        count++;
      }
    }
    taps.count *= count;
  }
  return taps;
}

// A tap and the first of `unrolled` channels under it.
struct Cursor {
  tap: vec4i,
  channel: u32,
}

// The channels run first, then the taps from the last axis on. One loop: every loop around the sums costs.
fn next(at: Cursor, taps: Taps) -> Cursor {
  let channel = at.channel + unrolled;
  let tapDone = channel >= g.inPerGroup;
  var tap = at.tap;
  tap.w += select(0, g.tapStep.w, tapDone);
  let wDone = tap.w >= taps.end.w;
  tap.w = select(tap.w, taps.first.w, wDone);
  tap.z += select(0, g.tapStep.z, wDone);
  let zDone = tap.z >= taps.end.z;
  tap.z = select(tap.z, taps.first.z, zDone);
  tap.y += select(0, g.tapStep.y, zDone);
  let yDone = tap.y >= taps.end.y;
  tap.y = select(tap.y, taps.first.y, yDone);
  tap.x += select(0, g.tapStep.x, yDone);
  return Cursor(tap, select(channel, 0, tapDone));
}

// Where a row of the tile meets x under a tap of the first three axes, and whether it does.
struct Source {
  start: u32,
  exists: bool,
}

fn sourceOf(place: Place, row: i32, tap: vec3i) -> Source {
  let position = place.position.xyz + vec3i(0, 0, row * g.upsample.z);
  let scaled = position * g.stride.xyz - g.padBegin.xyz + tap * g.dilation.xyz;
  var source = scaled;
  var whole = u32(row) < rows && position.z < g.outSize.z;
  if (upsampled) {
    source = scaled / g.upsample.xyz;
    whole = whole && all(source * g.upsample.xyz == scaled);
  }
  let exists = whole && all(scaled >= vec3i(0)) && all(source < g.inSize.xyz);
  let flat = place.batchRow * volume(g.inSize) + flatten(vec4i(source, 0), g.inSize);
  return Source(select(0, flat * g.inChannels, exists) + place.group * g.inPerGroup, exists);
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
