// Histograms of many weights that lie end to end in one buffer, in two dispatches of [parts, weights] workgroups
//
//   lowest = min x, highest = max x                                over values[offset .. offset + size)
//   counts[b] = how many x have  b = min(bins - 1, floor((x - lowest) * bins / (highest - lowest)))
//
// table [weights * 2]: offset and size of each. Workgroup (p, w) strides over every `parts`-th stretch of weight w.
//   ranges  result [weights * parts * 2]: lowest and highest of a part
//   counts  result [weights * parts * (2 + bins)]: lowest and highest of the whole weight, then the counts of the
//           part, to be added up by the reader
// Counts meet in workgroup memory by integer atomics, whose sum does not depend on their order: the same bits at
// every run. They are exact up to 2^24 a part. Reference: `histogramOf` in src/engine/train/weightHistograms.ts.

struct Sizes { parts : u32 }

override bins : u32 = 40u;

@group(0) @binding(0) var<uniform> sizes : Sizes;
@group(0) @binding(1) var<storage, read> values : array<f32>;
@group(0) @binding(2) var<storage, read> table : array<i32>;
@group(0) @binding(3) var<storage, read> partial : array<f32>;
@group(0) @binding(4) var<storage, read_write> result : array<f32>;

const width = 256u;
const most_bins = 256u;
const largest = 3.4028234e38;
var<workgroup> shared_range : array<vec2f, width>;
var<workgroup> shared_counts : array<atomic<u32>, most_bins>;

fn together(local : u32, own : vec2f) -> vec2f {
  shared_range[local] = own;
  workgroupBarrier();
  for (var reach = width / 2u; reach > 0u; reach /= 2u) {
    if (local < reach) {
      let other = shared_range[local + reach];
      let mine = shared_range[local];
      shared_range[local] = vec2f(min(mine.x, other.x), max(mine.y, other.y));
    }
    workgroupBarrier();
  }
  return shared_range[0];
}

@compute @workgroup_size(width)
fn ranges(@builtin(local_invocation_index) local : u32, @builtin(workgroup_id) group : vec3u) {
  let offset = u32(table[group.y * 2u]);
  let size = u32(table[group.y * 2u + 1u]);
  var own = vec2f(largest, -largest);
  for (var i = group.x * width + local; i < size; i += sizes.parts * width) {
    let x = values[offset + i];
    own = vec2f(min(own.x, x), max(own.y, x));
  }
  let range = together(local, own);
  if (local < 2u) { result[(group.y * sizes.parts + group.x) * 2u + local] = range[local]; }
}

@compute @workgroup_size(width)
fn counts(@builtin(local_invocation_index) local : u32, @builtin(workgroup_id) group : vec3u) {
  let offset = u32(table[group.y * 2u]);
  let size = u32(table[group.y * 2u + 1u]);
  var own = vec2f(largest, -largest);
  for (var p = local; p < sizes.parts; p += width) {
    let at = (group.y * sizes.parts + p) * 2u;
    own = vec2f(min(own.x, partial[at]), max(own.y, partial[at + 1u]));
  }
  let range = together(local, own);
  var scale = 0.0;
  if (range.y > range.x) { scale = f32(bins) / (range.y - range.x); }
  for (var i = group.x * width + local; i < size; i += sizes.parts * width) {
    let bin = min(bins - 1u, u32((values[offset + i] - range.x) * scale));
    atomicAdd(&shared_counts[bin], 1u);
  }
  workgroupBarrier();
  let start = (group.y * sizes.parts + group.x) * (2u + bins);
  if (local < 2u) { result[start + local] = range[local]; }
  for (var bin = local; bin < bins; bin += width) {
    result[start + 2u + bin] = f32(atomicLoad(&shared_counts[bin]));
  }
}
