// What every file of this folder reads: sizes, and strides in elements. In front of all others.
struct Product {
  batch: u32, rows: u32, columns: u32, depth: u32,
  aBatch: u32, aRow: u32, aStep: u32,
  bBatch: u32, bStep: u32, bColumn: u32,
}

@group(0) @binding(0) var<uniform> p: Product;

override ragged: bool = false;

// Four steps k of four rows of a, or of four columns of b.
struct Quad {
  k0: vec4f, k1: vec4f, k2: vec4f, k3: vec4f,
}

// Beyond the end the last row or column is read once more; its products are not stored.
fn offsetsA(row: u32) -> vec4u {
  return min(vec4u(row) + vec4u(0, 1, 2, 3), vec4u(p.rows - 1)) * p.aRow;
}

fn offsetsB(column: u32) -> vec4u {
  return min(vec4u(column) + vec4u(0, 1, 2, 3), vec4u(p.columns - 1)) * p.bColumn;
}
