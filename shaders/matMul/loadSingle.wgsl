// Reads an operand value by value: any sizes.
@group(0) @binding(1) var<storage, read> a: array<f32>;

fn stepOfA(at: vec4u, k: u32) -> vec4f {
  let place = at + k * p.aStep;
  let value = vec4f(a[place.x], a[place.y], a[place.z], a[place.w]);
  if (ragged) {
    return select(vec4f(), value, k < p.depth);
  }
  return value;
}

fn loadA(at: vec4u, k: u32) -> Quad {
  return Quad(stepOfA(at, k), stepOfA(at, k + 1), stepOfA(at, k + 2), stepOfA(at, k + 3));
}
