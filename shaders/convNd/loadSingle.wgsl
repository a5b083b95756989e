// Up to four channels of x, one by one.
@group(0) @binding(1) var<storage, read> x: array<f32>;

fn loadChannels(at: u32, count: u32) -> vec4f {
  var values = vec4f(x[at], 0.0, 0.0, 0.0);
  if (count >= 2) {
    values.y = x[at + 1];
  }
  if (count >= 3) {
    values.z = x[at + 2];
  }
  if (count >= 4) {
    values.w = x[at + 3];
  }
  return values;
}
