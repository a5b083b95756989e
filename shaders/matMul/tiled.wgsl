// c[n, i, j] = sum over k of a[n, i, k] * b[n, k, j], each operand transposed or not
//
// Layouts     a and b with any strides (elements to the next row, step k, column, batch; 0 repeats a batch),
//             c [batch, rows, columns]. How four values are read stands in front of this file, once for each
//             operand: loadAlong, loadAcross or loadSingle.
// Invocation  a tile of 8 rows x 8 columns (tile8) or 4 x 4 (tile4) in registers; k in one order, so the same bits
//             at every run
// Dispatch    ceil(batch * row tiles * column tiles / workgroupSize), 2-D grid
// Overrides   ragged: depth is no multiple of four
// Entries     tile8; tile4: where the tiles of 8 would be too few to fill a GPU
// Reference   naive.wgsl
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

const workgroupSize = 64u;

// Which tile an invocation owns; columns run fastest, so that neighbours share rows of a.
struct Place {
  inside: bool,
  batch: u32,
  row: u32,
  column: u32,
}

fn placeOf(id: vec3u, groups: vec3u, tile: u32) -> Place {
  let index = id.x + id.y * groups.x * workgroupSize;
  let columnTiles = (p.columns + tile - 1) / tile;
  let rowTiles = (p.rows + tile - 1) / tile;
  let rest = index / columnTiles;
  let batch = rest / rowTiles;
  return Place(batch < p.batch, batch, rest % rowTiles * tile, index % columnTiles * tile);
}

fn storeRow(place: Place, row: u32, column: u32, values: vec4f) {
  if (place.row + row >= p.rows) {
    return;
  }
  let start = (place.batch * p.rows + place.row + row) * p.columns;
  let first = place.column + column;
  for (var j = 0u; j < 4u; j++) {
    if (first + j < p.columns) {
      c[start + first + j] = values[j];
    }
  }
}

// Four rows by four columns.
struct Tile {
  r0: vec4f, r1: vec4f, r2: vec4f, r3: vec4f,
}

fn addStep(t: Tile, v: vec4f, w: vec4f) -> Tile {
  return Tile(
    fma(vec4f(v.x), w, t.r0),
    fma(vec4f(v.y), w, t.r1),
    fma(vec4f(v.z), w, t.r2),
    fma(vec4f(v.w), w, t.r3),
  );
}

fn addSteps(t: Tile, v: Quad, w: Quad) -> Tile {
  return addStep(addStep(addStep(addStep(t, v.k0, w.k0), v.k1, w.k1), v.k2, w.k2), v.k3, w.k3);
}

fn storeTile(place: Place, row: u32, column: u32, t: Tile) {
  storeRow(place, row, column, t.r0);
  storeRow(place, row + 1, column, t.r1);
  storeRow(place, row + 2, column, t.r2);
  storeRow(place, row + 3, column, t.r3);
}

@compute @workgroup_size(workgroupSize)
fn tile4(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = placeOf(id, groups, 4);
  if (!place.inside) {
    return;
  }
  let atA = offsetsA(place.row) + place.batch * p.aBatch;
  let atB = offsetsB(place.column) + place.batch * p.bBatch;
  var t = Tile();
  for (var k = 0u; k < p.depth; k += 4u) {
    t = addSteps(t, loadA(atA, k), loadB(atB, k));
  }
  storeTile(place, 0, 0, t);
}

@compute @workgroup_size(workgroupSize)
fn tile8(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let place = placeOf(id, groups, 8);
  if (!place.inside) {
    return;
  }
  let atA = offsetsA(place.row) + place.batch * p.aBatch;
  let atA4 = offsetsA(place.row + 4) + place.batch * p.aBatch;
  let atB = offsetsB(place.column) + place.batch * p.bBatch;
  let atB4 = offsetsB(place.column + 4) + place.batch * p.bBatch;
  var t = Tile();
  var right = Tile();
  var below = Tile();
  var corner = Tile();
  for (var k = 0u; k < p.depth; k += 4u) {
    let v = loadA(atA, k);
    let v4 = loadA(atA4, k);
    let w = loadB(atB, k);
    let w4 = loadB(atB4, k);
    t = addSteps(t, v, w);
    right = addSteps(right, v, w4);
    below = addSteps(below, v4, w);
    corner = addSteps(corner, v4, w4);
  }
  storeTile(place, 0, 0, t);
  storeTile(place, 0, 4, right);
  storeTile(place, 4, 0, below);
  storeTile(place, 4, 4, corner);
}
