// Four neighbouring invocations share a tile: each loads other columns of x and hands them to the three others.
const sharers: u32 = 4;

// Where the columns lie that this lane loads, and which of them exist.
struct Columns {
  offset: vec3u,
  exists: vec3<bool>,
}

fn columnsFrom(first: i32, step: i32, lane: u32) -> Columns {
  let column = first + (i32(lane) + vec3i(0, 4, 8)) * step;
  let last = vec3i(g.inSize.w - 1);
  return Columns(vec3u(clamp(column, vec3i(0), last)) * g.inChannels, (column >= vec3i(0)) & (column <= last));
}

fn windowAt(source: Source, channel: u32, at: Columns, wanted: u32) -> Window {
  let start = source.start + channel;
  let here = source.exists;
  let a = loadColumn(start, at.offset.x, at.exists.x && here);
  var v = Window();
  v.c0 = quadBroadcast(a, 0);
  v.c1 = quadBroadcast(a, 1);
  v.c2 = quadBroadcast(a, 2);
  v.c3 = quadBroadcast(a, 3);
  if (wanted > 4) {
    let b = loadColumn(start, at.offset.y, at.exists.y && here);
    v.c4 = quadBroadcast(b, 0);
    v.c5 = quadBroadcast(b, 1);
    v.c6 = quadBroadcast(b, 2);
    v.c7 = quadBroadcast(b, 3);
  }
  if (wanted > 8) {
    let c = loadColumn(start, at.offset.z, at.exists.z && here);
    v.c8 = quadBroadcast(c, 0);
    v.c9 = quadBroadcast(c, 1);
  }
  return v;
}
