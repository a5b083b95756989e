// Four channels of x in one load: channels of a group are a multiple of four.
@group(0) @binding(1) var<storage, read> x: array<vec4f>;

fn loadChannels(at: u32, _count: u32) -> vec4f {
  return x[at / 4];
}
