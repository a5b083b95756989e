// Reads an operand whose neighbours in memory are rows: one step of four rows in a load. rows % 4 == 0.
@group(0) @binding(1) var<storage, read> a: array<vec4f>;

fn stepOfA(at: u32, k: u32) -> vec4f {
  let value = a[(at + k * p.aStep) / 4u];
  if (ragged) {
    return select(vec4f(), value, k < p.depth);
  }
  return value;
}

fn loadA(at: vec4u, k: u32) -> Quad {
  // Beyond the last row the offsets are all of that row: back to the start of its four.
  let first = at.x / 4u * 4u;
  return Quad(stepOfA(first, k), stepOfA(first, k + 1), stepOfA(first, k + 2), stepOfA(first, k + 3));
}
