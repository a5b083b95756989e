// Which rows of the output a part adds up, and where each meets x under the taps of a tile: shared by
// backwardWeights.wgsl and backwardWeightsQuad.wgsl, which say how many channels a tile has (inTiles, outTiles).
override inLanes: u32 = 4;
override planes: u32 = 1;
override slides: bool = false;

struct Place {
  part: u32,
  tap: u32,
  group: u32,
  // First channels of the tile, in the group.
  inChannel: u32,
  outChannel: u32,
}

fn placeOf(index: u32, taps: u32) -> Place {
  var rest = index;
  let outTile = rest % outTiles();
  rest /= outTiles();
  let inTile = rest % inTiles();
  rest /= inTiles();
  let group = rest % g.groups;
  rest /= g.groups;
  return Place(rest / taps, rest % taps, group, inTile * inLanes, outTile * outLanes);
}

// Where a row of the output meets x under a tap: the flat row of x, and whether there is one.
struct Meeting {
  xRow: u32,
  exists: bool,
}

fn rowCount() -> u32 {
  return g.batch * u32(g.outSize.x * g.outSize.y * g.outSize.z);
}

// A row of the output and where it lies, counted on without dividing.
struct Line {
  row: u32,
  batch: u32,
  position: vec3i,
}

fn lineAt(row: u32) -> Line {
  let rows = g.outSize.xyz;
  let perBatch = u32(rows.x * rows.y * rows.z);
  return Line(row, row / perBatch, unflatten(row % perBatch, vec4i(1, rows)).yzw);
}

fn after(line: Line) -> Line {
  var p = line.position + vec3i(0, 0, 1);
  let zDone = p.z == g.outSize.z;
  p = select(p, vec3i(p.x, p.y + 1, 0), zDone);
  let yDone = p.y == g.outSize.y;
  p = select(p, vec3i(p.x + 1, 0, p.z), yDone);
  let xDone = p.x == g.outSize.x;
  p.x = select(p.x, 0, xDone);
  return Line(line.row + 1, line.batch + select(0u, 1u, xDone), p);
}

fn meet(line: Line, tap: vec4i) -> Meeting {
  let source = line.position * g.stride.xyz - g.padBegin.xyz + tap.xyz * g.dilation.xyz;
  let exists = all(source >= vec3i(0)) && all(source < g.inSize.xyz);
  return Meeting(line.batch * volume(g.inSize) + flatten(vec4i(source, 0), g.inSize), exists);
}

// What stays the same along a row.
struct Row {
  met0: Meeting, met1: Meeting, met2: Meeting,
  dyRow: u32,
}

// The first row from here on that x meets under a tap of the planes; beyond the end where there is none.
fn nextMet(first: Line, end: u32, tap: vec4i) -> Line {
  var line = first;
  while (line.row < end) {
    if (meet(line, tap).exists) {
      break;
    }
    if (planes == 3 && (meet(line, tap + vec4i(0, 0, 1, 0)).exists || meet(line, tap + vec4i(0, 0, 2, 0)).exists)) {
      break;
    }
    line = after(line);
  }
  return line;
}

fn rowOf(line: Line, tap: vec4i) -> Row {
  var result = Row();
  result.met0 = meet(line, tap);
  if (planes == 3) {
    result.met1 = meet(line, tap + vec4i(0, 0, 1, 0));
    result.met2 = meet(line, tap + vec4i(0, 0, 2, 0));
  }
  result.dyRow = line.row * u32(g.outSize.w);
  return result;
}
