// y[n, o, c] = act(bias[c] + sum over taps k, channels i of x[n, s, i] * w[k, i, c])
//   with s = (o * stride - padBegin + k * dilation) / upsample, where that is whole and inside
//
// An implicit matrix product with a register tile: the forward pass (upsample 1) and the gradient to the input
// (dy and swapped weights, stride 1, upsample = the stride, dilation and padBegin negated) are this one loop.
//
// Layouts     x [batch, inSize, inChannels], w packed by packWeights.wgsl, bias [outChannels],
//             y [batch, outSize, outChannels]
// Invocation  `columns` positions of `rows` rows (last two axes), `upsample` apart so that they share their taps, times
//             `lanes` channels of one group
// Dispatch    ceil(batch * tiles * channel tiles / workgroupSize), 2-D grid; tiles = product over the axes of
//             upsample * ceil(ceil(outSize / upsample) / (1, 1, rows, columns))
// Overrides   lanes: 4 or 8; kept: how many of them are stored at most, 3 saves the sums of the fourth; columns: 4 or 8;
//             rows: 1, 2 or 4; unrolled: 1 to 4, a divisor of inPerGroup; hasBias; relu; upsampled: upsample is above 1 somewhere.
//             Every element is summed over taps, then channels, in the same order whatever the tile: the same bits
// Entries     general: anything; slide3: kernel.w 3, stride.w 1, upsample.w 1, dilation.w 1 or -1, where
//             neighbouring taps share 10 loads instead of making 24
// Before it   correlateTile.wgsl: bindings, overrides, the tile and its taps
// Reference   core/reference/convNd.ts; forwardNaive.wgsl and backwardInputNaive.wgsl on the device
// The weights of one input channel under three taps along the row.
struct Taps3 {
  lower0: vec4f, lower1: vec4f, lower2: vec4f,
  upper0: vec4f, upper1: vec4f, upper2: vec4f,
}

// Ten columns of a row, as seen by three neighbouring taps.
struct Columns10 {
  first: Columns,
  second: Columns,
  third: Columns,
}

fn loadPair(start: u32, at: Columns, here: bool) -> vec2f {
  let values = vec2f(x[start + at.offset.x], x[start + at.offset.y]);
  return select(vec2f(), values, at.exists.xy & vec2<bool>(here));
}

fn slide(sums: RowSums, source: Source, channel: u32, at: Columns10, taps: Taps3) -> RowSums {
  let start = source.start + channel;
  let here = vec4<bool>(source.exists);
  let a = load(start, at.first, at.first.exists & here);
  var b = vec4f();
  var c = vec2f();
  if (columns == 8) {
    b = load(start, at.second, at.second.exists & here);
    c = loadPair(start, at.third, source.exists);
  } else {
    b = vec4f(loadPair(start, at.second, source.exists), 0.0, 0.0);
  }
  let v0 = Inputs(a, b);
  let v1 = Inputs(vec4f(a.yzw, b.x), vec4f(b.yzw, c.x));
  let v2 = Inputs(vec4f(a.zw, b.xy), vec4f(b.zw, c));
  var result = sums;
  result.lower = addProduct(addProduct(addProduct(sums.lower, v0, taps.lower0), v1, taps.lower1), v2, taps.lower2);
  if (lanes == 8) {
    result.upper = addProduct(addProduct(addProduct(sums.upper, v0, taps.upper0), v1, taps.upper1), v2, taps.upper2);
  }
  return result;
}

fn slideRows(sums: TileSums, place: Place, sources: Sources, tap: vec4i, channel: u32, at: Columns10) -> TileSums {
  // Walking the columns upwards meets the taps in this order.
  let firstTap = select(2u, 0u, g.dilation.w > 0);
  let wStep = place.width / 4;
  let row = place.group * volume(g.kernel) + flatten(vec4i(tap.xyz, 0), g.kernel);
  let w0 = ((row + firstTap) * g.inPerGroup + channel) * wStep + place.channel / 4;
  let w1 = ((row + 1) * g.inPerGroup + channel) * wStep + place.channel / 4;
  let w2 = ((row + 2 - firstTap) * g.inPerGroup + channel) * wStep + place.channel / 4;
  var taps = Taps3();
  taps.lower0 = w[w0];
  taps.lower1 = w[w1];
  taps.lower2 = w[w2];
  if (lanes == 8) {
    taps.upper0 = w[w0 + 1];
    taps.upper1 = w[w1 + 1];
    taps.upper2 = w[w2 + 1];
  }
  var result = sums;
  result.row0 = slide(sums.row0, sources.row0, channel, at, taps);
  if (rows >= 2) {
    result.row1 = slide(sums.row1, sources.row1, channel, at, taps);
  }
  if (rows >= 4) {
    result.row2 = slide(sums.row2, sources.row2, channel, at, taps);
    result.row3 = slide(sums.row3, sources.row3, channel, at, taps);
  }
  return result;
}

@compute @workgroup_size(workgroupSize)
fn slide3(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= tileCount()) {
    return;
  }
  let place = placeOf(index);
  if (any(place.position >= g.outSize)) {
    return;
  }
  var sums = TileSums();
  let column = place.position.w - g.padBegin.w + min(0, 2 * g.dilation.w);
  let at = Columns10(
    columnsAt(column + vec4i(0, 1, 2, 3)),
    columnsAt(column + vec4i(4, 5, 6, 7)),
    columnsAt(column + vec4i(8, 9, 9, 9)),
  );
  // The three taps of a row are one here.
  var taps = tapsOf(place);
  taps.count = taps.count / max(1, u32(taps.end.w - taps.first.w)) * (g.inPerGroup / unrolled);
  taps.first.w = 0;
  taps.end.w = 1;
  var cursor = Cursor(taps.first, 0);
  for (var j = 0u; j < taps.count; j++) {
    let sources = sourcesOf(place, cursor.tap.xyz);
    sums = slideRows(sums, place, sources, cursor.tap, cursor.channel, at);
    if (unrolled >= 2) {
      sums = slideRows(sums, place, sources, cursor.tap, cursor.channel + 1, at);
    }
    if (unrolled >= 3) {
      sums = slideRows(sums, place, sources, cursor.tap, cursor.channel + 2, at);
    }
    if (unrolled >= 4) {
      sums = slideRows(sums, place, sources, cursor.tap, cursor.channel + 3, at);
    }
    cursor = next(cursor, taps);
  }
  storeAll(place, sums);
}

struct Columns8 {
  first: Columns,
  second: Columns,
}

fn add(sums: RowSums, source: Source, channel: u32, at: Columns8, lower: vec4f, upper: vec4f) -> RowSums {
  let start = source.start + channel;
  let here = vec4<bool>(source.exists);
  var v = Inputs(load(start, at.first, at.first.exists & here), vec4f());
  if (columns == 8) {
    v.hi = load(start, at.second, at.second.exists & here);
  }
  var result = sums;
  result.lower = addProduct(sums.lower, v, lower);
  if (lanes == 8) {
    result.upper = addProduct(sums.upper, v, upper);
  }
  return result;
}

fn addRows(sums: TileSums, place: Place, sources: Sources, tap: vec4i, channel: u32, at: Columns8) -> TileSums {
  let row = place.group * volume(g.kernel) + flatten(tap, g.kernel);
  let index = ((row * g.inPerGroup + channel) * place.width + place.channel) / 4;
  let lower = w[index];
  var upper = vec4f();
  if (lanes == 8) {
    upper = w[index + 1];
  }
  var result = sums;
  result.row0 = add(sums.row0, sources.row0, channel, at, lower, upper);
  if (rows >= 2) {
    result.row1 = add(sums.row1, sources.row1, channel, at, lower, upper);
  }
  if (rows >= 4) {
    result.row2 = add(sums.row2, sources.row2, channel, at, lower, upper);
    result.row3 = add(sums.row3, sources.row3, channel, at, lower, upper);
  }
  return result;
}

@compute @workgroup_size(workgroupSize)
fn general(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= tileCount()) {
    return;
  }
  let place = placeOf(index);
  if (any(place.position >= g.outSize)) {
    return;
  }
  var sums = TileSums();
  var taps = tapsOf(place);
  taps.count *= g.inPerGroup / unrolled;
  var cursor = Cursor(taps.first, 0);
  for (var j = 0u; j < taps.count; j++) {
    let sources = sourcesOf(place, cursor.tap.xyz);
    var column = place.position.w * g.stride.w - g.padBegin.w + cursor.tap.w * g.dilation.w;
    if (upsampled) {
      column = column / g.upsample.w;
    }
    let at = Columns8(columnsAt(column + g.stride.w * vec4i(0, 1, 2, 3)), columnsAt(column + g.stride.w * vec4i(4, 5, 6, 7)));
    sums = addRows(sums, place, sources, cursor.tap, cursor.channel, at);
    if (unrolled >= 2) {
      sums = addRows(sums, place, sources, cursor.tap, cursor.channel + 1, at);
    }
    if (unrolled >= 3) {
      sums = addRows(sums, place, sources, cursor.tap, cursor.channel + 2, at);
    }
    if (unrolled >= 4) {
      sums = addRows(sums, place, sources, cursor.tap, cursor.channel + 3, at);
    }
    cursor = next(cursor, taps);
  }
  storeAll(place, sums);
}
