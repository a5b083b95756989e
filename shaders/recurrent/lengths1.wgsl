// A row ends after lengths[row] times: afterwards its state stays as it is.
@group(0) @binding(4) var<storage, read> lengths: array<f32>;

fn isThere(s: Step) -> There {
  return f32(s.time) < lengths[s.rows];
}
