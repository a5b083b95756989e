// packed[group, k, a, b] = w[k, a, b of the group], or w[k, b, a of the group] when swapped; 0 where b is beyond the group
//
// Layouts     w [kernel, inPerGroup, outChannels]; packed [groups, kernel, depth, width], where depth is what
//             correlate.wgsl sums over, width what it produces, rounded up to `lanes`
// Invocation  one element of packed
// Dispatch    ceil(elements of packed / workgroupSize), 2-D grid
// Overrides   lanes: 4 or 8; swapped: the channels change places (gradient to the input). The geometry is that of
//             the correlation: inPerGroup is its depth, outPerGroup its width.
// Reference   through correlate.wgsl
@group(0) @binding(1) var<storage, read> w: array<f32>;
@group(0) @binding(2) var<storage, read_write> packed: array<f32>;

override lanes: u32 = 8;
override swapped: bool = false;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let width = (g.outPerGroup + lanes - 1) / lanes * lanes;
  let taps = volume(g.kernel);
  if (index >= g.groups * taps * g.inPerGroup * width) {
    return;
  }
  let b = index % width;
  let a = (index / width) % g.inPerGroup;
  let tap = (index / width / g.inPerGroup) % taps;
  let group = index / width / g.inPerGroup / taps;
  var value = 0.0;
  if (b < g.outPerGroup) {
    if (swapped) {
      value = w[(tap * g.outPerGroup + b) * g.inChannels + group * g.inPerGroup + a];
    } else {
      value = w[(tap * g.inPerGroup + a) * g.outChannels + group * g.outPerGroup + b];
    }
  }
  packed[index] = value;
}
