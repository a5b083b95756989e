// How large a step was: sums over the weights of one group
//
//   sums = [ sum gradient[i]^2,  sum (after[i] - before[i])^2,  sum before[i]^2 ]      i < size
//
// gradient [size]; before, after [weight | slot | slot ...] each part `size` long, of which the first is read.
// A workgroup of 256 strides over its share and adds in a fixed tree: the same bits at every run.
//   whole   1 workgroup:        result [4] = earlier + [0 | sums]
//   parts   `parts` workgroups: result [parts * 3]
//   finish  1 workgroup:        result [4] = earlier + [0 | sum of `parts`]
// earlier: the loss [1] where `first`, else [loss | sums of the groups before]. Reference: stepSums.gpu.test.ts.

struct Sizes { size : u32, parts : u32 }

override first : bool = true;

@group(0) @binding(0) var<uniform> sizes : Sizes;
@group(0) @binding(1) var<storage, read> gradient : array<f32>;
@group(0) @binding(2) var<storage, read> before : array<f32>;
@group(0) @binding(3) var<storage, read> after : array<f32>;
@group(0) @binding(4) var<storage, read> earlier : array<f32>;
@group(0) @binding(5) var<storage, read> partial : array<f32>;
@group(0) @binding(6) var<storage, read_write> result : array<f32>;

const width = 256u;
var<workgroup> shared_sums : array<vec3f, width>;

fn strided(start : u32, stride : u32) -> vec3f {
  var sums = vec3f(0.0);
  for (var i = start; i < sizes.size; i += stride) {
    let change = after[i] - before[i];
    sums += vec3f(gradient[i] * gradient[i], change * change, before[i] * before[i]);
  }
  return sums;
}

fn together(local : u32, own : vec3f) -> vec3f {
  shared_sums[local] = own;
  workgroupBarrier();
  for (var reach = width / 2u; reach > 0u; reach /= 2u) {
    if (local < reach) { shared_sums[local] += shared_sums[local + reach]; }
    workgroupBarrier();
  }
  return shared_sums[0];
}

fn add(sums : vec3f) {
  result[0] = earlier[0];
  for (var i = 0u; i < 3u; i++) {
    if (first) { result[i + 1u] = sums[i]; } else { result[i + 1u] = earlier[i + 1u] + sums[i]; }
  }
}

@compute @workgroup_size(width)
fn whole(@builtin(local_invocation_index) local : u32) {
  let sums = together(local, strided(local, width));
  if (local == 0u) { add(sums); }
}

@compute @workgroup_size(width)
fn parts(@builtin(local_invocation_index) local : u32, @builtin(workgroup_id) group : vec3u) {
  let sums = together(local, strided(group.x * width + local, sizes.parts * width));
  if (local < 3u) { result[group.x * 3u + local] = sums[local]; }
}

@compute @workgroup_size(width)
fn finish(@builtin(local_invocation_index) local : u32) {
  var own = vec3f(0.0);
  for (var i = local; i < sizes.parts; i += width) {
    own += vec3f(partial[i * 3u], partial[i * 3u + 1u], partial[i * 3u + 2u]);
  }
  let sums = together(local, own);
  if (local == 0u) { add(sums); }
}
