// Shared by the convNd family: the geometry of one convolution over four axes (unused leading axes have one
// value and a kernel of one), and how invocations are numbered.
struct Geometry {
  inSize: vec4i,
  outSize: vec4i,
  kernel: vec4i,
  stride: vec4i,
  dilation: vec4i,
  padBegin: vec4i,
  batch: u32,
  inChannels: u32,
  outChannels: u32,
  groups: u32,
  inPerGroup: u32,
  outPerGroup: u32,
  // Passes that work in several parts: how many, and how many elements each takes.
  parts: u32,
  partSize: u32,
  // Only output positions a multiple of this apart share their taps; above 1 in the gradient to the input.
  upsample: vec4i,
  // The taps of one position are this far apart: upsample / gcd(dilation, upsample).
  tapStep: vec4i,
}

@group(0) @binding(0) var<uniform> g: Geometry;

override workgroupSize: u32 = 64;

// Grids above 65,535 workgroups continue in y.
fn invocationIndex(id: vec3u, workgroups: vec3u) -> u32 {
  return id.x + id.y * workgroups.x * workgroupSize;
}

fn volume(size: vec4i) -> u32 {
  return u32(size.x * size.y * size.z * size.w);
}

// Row-major position of a flat index.
fn unflatten(index: u32, size: vec4i) -> vec4i {
  let s = vec4u(size);
  let plane = s.z * s.w;
  let cube = s.y * plane;
  return vec4i(vec4u(index / cube, (index / plane) % s.y, (index / s.w) % s.z, index % s.w));
}

fn flatten(p: vec4i, size: vec4i) -> u32 {
  return u32(((p.x * size.y + p.y) * size.z + p.z) * size.w + p.w);
}

fn isInside(p: vec4i, size: vec4i) -> bool {
  return all(p >= vec4i(0)) && all(p < size);
}
