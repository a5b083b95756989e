// Rows end after lengths[row] times: afterwards their state stays as it is.
@group(0) @binding(4) var<storage, read> lengths: array<f32>;

fn isThere(s: Step) -> There {
  let ends = vec4f(lengths[s.rows.x], lengths[s.rows.y], lengths[s.rows.z], lengths[s.rows.w]);
  return vec4f(f32(s.time)) < ends;
}
