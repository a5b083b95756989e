// total[e] = sum over parts j of part[j, e], always in the same order
//
// Layouts     part [parts, partSize], total [partSize]
// Invocation  one element of total
// Dispatch    ceil(partSize / workgroupSize), 2-D grid
// Reference   through backwardWeights.wgsl and backwardBias.wgsl
@group(0) @binding(1) var<storage, read> part: array<f32>;
@group(0) @binding(2) var<storage, read_write> total: array<f32>;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= g.partSize) {
    return;
  }
  var sum = 0.0;
  for (var j = 0u; j < g.parts; j++) {
    sum += part[j * g.partSize + index];
  }
  total[index] = sum;
}
