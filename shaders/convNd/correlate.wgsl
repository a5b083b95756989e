// y[n, o, c] = act(bias[c] + sum over taps k, channels i of x[n, s, i] * w[k, i, c])
//   with s = (o * stride - padBegin + k * dilation) / upsample, where that is whole and inside
//
// An implicit matrix product with a register tile: the forward pass (upsample 1) and the gradient to the input
// (dy and swapped weights, stride 1, upsample = the stride, dilation and padBegin negated) are this one loop.
//
// Layouts     x [batch, inSize, inChannels], w packed by packWeights.wgsl, bias [outChannels],
//             y [batch, outSize, outChannels]
// Tile        `columns` positions of `rows` rows (last two axes), `upsample` apart so that they share their taps, times
//             `lanes` channels of one group
// Invocation  a tile, or with shareQuad.wgsl four for a tile, perLane channels each
// Dispatch    ceil(sharers * batch * tiles * channel tiles / workgroupSize), 2-D grid; tiles = product over the axes of
//             upsample * ceil(ceil(outSize / upsample) / (1, 1, rows, columns))
// Overrides   lanes: sharers * perLane (4 with channels3.wgsl); columns: 4 or 8; rows: 1, 2, 4 or 8; unrolled: 1 to 4
//             channels of x between two turns, a divisor of inPerGroup, 4 with loadVector.wgsl; hasBias; relu; upsampled:
//             upsample is above 1 somewhere; slides: kernel.w 3, stride.w 1, upsample.w 1, dilation.w 1 or -1, where
//             neighbouring taps see ten columns instead of three times eight. Every element is summed over taps, then
//             channels, in the same order whatever the tile: the same bits
// Before it   channels1/2/3/4/8.wgsl, loadVector.wgsl or loadSingle.wgsl, correlatePlace.wgsl
// Behind it   shareQuad.wgsl or shareNone.wgsl. Quads need subgroups and are four invocations in a row, all of which
//             take the same way
// Reference   core/reference/convNd.ts; forwardNaive.wgsl and backwardInputNaive.wgsl on the device
@group(0) @binding(2) var<storage, read> w: array<Channels>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

override slides: bool = false;

// The sums of eight positions.
struct Row {
  p0: Channels, p1: Channels, p2: Channels, p3: Channels, p4: Channels, p5: Channels, p6: Channels, p7: Channels,
}

struct TileSums {
  r0: Row, r1: Row, r2: Row, r3: Row, r4: Row, r5: Row, r6: Row, r7: Row,
}

// Up to four channels of x at ten columns, the same in every lane.
struct Window {
  c0: vec4f, c1: vec4f, c2: vec4f, c3: vec4f, c4: vec4f, c5: vec4f, c6: vec4f, c7: vec4f, c8: vec4f, c9: vec4f,
}

fn loadColumn(start: u32, offset: u32, exists: bool) -> vec4f {
  return select(vec4f(), loadChannels(start + offset, unrolled), exists);
}

// The weights of up to four channels of x under one tap.
struct Weights {
  a: Channels, b: Channels, c: Channels, d: Channels,
}

// Weights under the tap of a cursor, or under the three of its row.
struct Kernel {
  t0: Weights, t1: Weights, t2: Weights,
}

fn weightsAt(index: u32, step: u32) -> Weights {
  var taps = Weights();
  taps.a = w[index];
  if (unrolled >= 2) {
    taps.b = w[index + step];
  }
  if (unrolled >= 3) {
    taps.c = w[index + 2 * step];
  }
  if (unrolled >= 4) {
    taps.d = w[index + 3 * step];
  }
  return taps;
}

// One position under one tap.
fn addTap(sum: Channels, a: vec4f, t: Weights) -> Channels {
  var s = product(a.x, t.a, sum);
  if (unrolled >= 2) {
    s = product(a.y, t.b, s);
  }
  if (unrolled >= 3) {
    s = product(a.z, t.c, s);
  }
  if (unrolled >= 4) {
    s = product(a.w, t.d, s);
  }
  return s;
}

// One position under three taps, that see three neighbouring columns.
fn addTaps(sum: Channels, a: vec4f, b: vec4f, c: vec4f, k: Kernel) -> Channels {
  var s = product(c.x, k.t2.a, product(b.x, k.t1.a, product(a.x, k.t0.a, sum)));
  if (unrolled >= 2) {
    s = product(c.y, k.t2.b, product(b.y, k.t1.b, product(a.y, k.t0.b, s)));
  }
  if (unrolled >= 3) {
    s = product(c.z, k.t2.c, product(b.z, k.t1.c, product(a.z, k.t0.c, s)));
  }
  if (unrolled >= 4) {
    s = product(c.w, k.t2.d, product(b.w, k.t1.d, product(a.w, k.t0.d, s)));
  }
  return s;
}

fn slide(s: Row, v: Window, k: Kernel) -> Row {
  var r = s;
  r.p0 = addTaps(s.p0, v.c0, v.c1, v.c2, k);
  r.p1 = addTaps(s.p1, v.c1, v.c2, v.c3, k);
  r.p2 = addTaps(s.p2, v.c2, v.c3, v.c4, k);
  r.p3 = addTaps(s.p3, v.c3, v.c4, v.c5, k);
  if (columns == 8) {
    r.p4 = addTaps(s.p4, v.c4, v.c5, v.c6, k);
    r.p5 = addTaps(s.p5, v.c5, v.c6, v.c7, k);
    r.p6 = addTaps(s.p6, v.c6, v.c7, v.c8, k);
    r.p7 = addTaps(s.p7, v.c7, v.c8, v.c9, k);
  }
  return r;
}

fn single(s: Row, v: Window, t: Weights) -> Row {
  var r = s;
  r.p0 = addTap(s.p0, v.c0, t);
  r.p1 = addTap(s.p1, v.c1, t);
  r.p2 = addTap(s.p2, v.c2, t);
  r.p3 = addTap(s.p3, v.c3, t);
  if (columns == 8) {
    r.p4 = addTap(s.p4, v.c4, t);
    r.p5 = addTap(s.p5, v.c5, t);
    r.p6 = addTap(s.p6, v.c6, t);
    r.p7 = addTap(s.p7, v.c7, t);
  }
  return r;
}

fn storePosition(row: u32, place: Place, lane: u32, values: Channels) {
  for (var j = 0u; j < perLane; j++) {
    let inGroup = place.channel + lane * perLane + j;
    if (inGroup < g.outPerGroup) {
      let channel = place.group * g.outPerGroup + inGroup;
      var value = channelOf(values, j);
      if (hasBias) {
        value += bias[channel];
      }
      if (relu) {
        value = max(value, 0.0);
      }
      y[row * g.outChannels + channel] = value;
    }
  }
}

fn storeRow(place: Place, lane: u32, row: i32, s: Row) {
  let z = place.position.z + row * g.upsample.z;
  if (z >= g.outSize.z) {
    return;
  }
  let first = place.position.w;
  let up = g.upsample.w;
  let last = g.outSize.w;
  let start = place.batchRow * volume(g.outSize) + flatten(vec4i(place.position.xy, z, first), g.outSize);
  let step = u32(up);
  storePosition(start, place, lane, s.p0);
  if (first + up < last) { storePosition(start + step, place, lane, s.p1); }
  if (first + 2 * up < last) { storePosition(start + 2 * step, place, lane, s.p2); }
  if (first + 3 * up < last) { storePosition(start + 3 * step, place, lane, s.p3); }
  if (columns == 8) {
    if (first + 4 * up < last) { storePosition(start + 4 * step, place, lane, s.p4); }
    if (first + 5 * up < last) { storePosition(start + 5 * step, place, lane, s.p5); }
    if (first + 6 * up < last) { storePosition(start + 6 * step, place, lane, s.p6); }
    if (first + 7 * up < last) { storePosition(start + 7 * step, place, lane, s.p7); }
  }
}

fn storeAll(place: Place, lane: u32, sums: TileSums) {
  storeRow(place, lane, 0, sums.r0);
  if (rows >= 2) {
    storeRow(place, lane, 1, sums.r1);
  }
  if (rows >= 4) {
    storeRow(place, lane, 2, sums.r2);
    storeRow(place, lane, 3, sums.r3);
  }
  if (rows >= 8) {
    storeRow(place, lane, 4, sums.r4);
    storeRow(place, lane, 5, sums.r5);
    storeRow(place, lane, 6, sums.r6);
    storeRow(place, lane, 7, sums.r7);
  }
}

fn kernelAt(cursor: Cursor, place: Place, lane: u32) -> Kernel {
  let step = place.width / perLane;
  let ofLane = place.channel / perLane + lane;
  let tap = place.group * volume(g.kernel) + flatten(cursor.tap, g.kernel);
  var kernel = Kernel();
  if (slides) {
    // Walking the columns upwards meets the taps in this order.
    let first = select(2u, 0u, g.dilation.w > 0);
    kernel.t0 = weightsAt(((tap + first) * g.inPerGroup + cursor.channel) * step + ofLane, step);
    kernel.t1 = weightsAt(((tap + 1) * g.inPerGroup + cursor.channel) * step + ofLane, step);
    kernel.t2 = weightsAt(((tap + 2 - first) * g.inPerGroup + cursor.channel) * step + ofLane, step);
  } else {
    kernel.t0 = weightsAt((tap * g.inPerGroup + cursor.channel) * step + ofLane, step);
  }
  return kernel;
}

fn columnsAt(cursor: Cursor, place: Place, lane: u32) -> Columns {
  if (slides) {
    return columnsFrom(place.position.w - g.padBegin.w + min(0, 2 * g.dilation.w), 1, lane);
  }
  var column = place.position.w * g.stride.w - g.padBegin.w + cursor.tap.w * g.dilation.w;
  if (upsampled) {
    column = column / g.upsample.w;
  }
  return columnsFrom(column, g.stride.w, lane);
}

fn addRow(s: Row, place: Place, row: i32, cursor: Cursor, at: Columns, kernel: Kernel) -> Row {
  let source = sourceOf(place, row, cursor.tap.xyz);
  if (slides) {
    return slide(s, windowAt(source, cursor.channel, at, columns + 2), kernel);
  }
  return single(s, windowAt(source, cursor.channel, at, columns), kernel.t0);
}

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let lane = invocationIndex(id, workgroups) % sharers;
  let index = invocationIndex(id, workgroups) / sharers;
  if (index >= tileCount()) {
    return;
  }
  let place = placeOf(index);
  if (any(place.position >= g.outSize)) {
    return;
  }
  var met = tapsOf(place);
  if (slides) {
    // The three taps of a row are one here.
    met.count /= max(1, u32(met.end.w - met.first.w));
    met.first.w = 0;
    met.end.w = 1;
  }
  met.count *= g.inPerGroup / unrolled;
  var cursor = Cursor(met.first, 0);
  var sums = TileSums();
  for (var j = 0u; j < met.count; j++) {
    let kernel = kernelAt(cursor, place, lane);
    let at = columnsAt(cursor, place, lane);
    sums.r0 = addRow(sums.r0, place, 0, cursor, at, kernel);
    if (rows >= 2) {
      sums.r1 = addRow(sums.r1, place, 1, cursor, at, kernel);
    }
    if (rows >= 4) {
      sums.r2 = addRow(sums.r2, place, 2, cursor, at, kernel);
      sums.r3 = addRow(sums.r3, place, 3, cursor, at, kernel);
    }
    if (rows >= 8) {
      sums.r4 = addRow(sums.r4, place, 4, cursor, at, kernel);
      sums.r5 = addRow(sums.r5, place, 5, cursor, at, kernel);
      sums.r6 = addRow(sums.r6, place, 6, cursor, at, kernel);
      sums.r7 = addRow(sums.r7, place, 7, cursor, at, kernel);
    }
    cursor = next(cursor, met);
  }
  storeAll(place, lane, sums);
}
