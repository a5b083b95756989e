// Every invocation has a tile of its own, and loads all columns of x itself.
const sharers: u32 = 1;

// Where four columns lie, and which of them exist.
struct Four {
  offset: vec4u,
  exists: vec4<bool>,
}

struct Columns {
  first: Four,
  second: Four,
  third: Four,
}

fn fourFrom(first: i32, step: i32) -> Four {
  let column = first + vec4i(0, 1, 2, 3) * step;
  let last = vec4i(g.inSize.w - 1);
  return Four(vec4u(clamp(column, vec4i(0), last)) * g.inChannels, (column >= vec4i(0)) & (column <= last));
}

fn columnsFrom(first: i32, step: i32, _lane: u32) -> Columns {
  return Columns(fourFrom(first, step), fourFrom(first + 4 * step, step), fourFrom(first + 8 * step, step));
}

fn windowAt(source: Source, channel: u32, at: Columns, wanted: u32) -> Window {
  let start = source.start + channel;
  let here = vec4<bool>(source.exists);
  let a = at.first.exists & here;
  var v = Window();
  v.c0 = loadColumn(start, at.first.offset.x, a.x);
  v.c1 = loadColumn(start, at.first.offset.y, a.y);
  v.c2 = loadColumn(start, at.first.offset.z, a.z);
  v.c3 = loadColumn(start, at.first.offset.w, a.w);
  if (wanted > 4) {
    let b = at.second.exists & here;
    v.c4 = loadColumn(start, at.second.offset.x, b.x);
    v.c5 = loadColumn(start, at.second.offset.y, b.y);
    if (wanted > 6) {
      v.c6 = loadColumn(start, at.second.offset.z, b.z);
      v.c7 = loadColumn(start, at.second.offset.w, b.w);
    }
  }
  if (wanted > 8) {
    let c = at.third.exists & here;
    v.c8 = loadColumn(start, at.third.offset.x, c.x);
    v.c9 = loadColumn(start, at.third.offset.y, c.y);
  }
  return v;
}
