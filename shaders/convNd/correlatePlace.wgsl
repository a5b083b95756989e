// Which positions and channels of the output a tile of correlate.wgsl has, under which taps it meets x, and in which
// order. Layouts and overrides are described there.
override lanes: u32 = 8;
override columns: u32 = 8;
override rows: u32 = 1;
override unrolled: u32 = 1;
override hasBias: bool = false;
override relu: bool = false;
override upsampled: bool = false;

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
  let tiles = vec4i(tilesPerPhase());
  let tile = unflatten(index % volume(tiles), tiles);
  let phaseIndex = index / volume(tiles);
  let phase = unflatten(phaseIndex % volume(g.upsample), g.upsample);
  var rest = phaseIndex / volume(g.upsample);
  let n = rest % g.batch;
  rest /= g.batch;
  let first = phase + tile * vec4i(tileSize()) * g.upsample;
  return Place(n, first, rest / channelTiles(), rest % channelTiles() * lanes, channelTiles() * lanes);
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
