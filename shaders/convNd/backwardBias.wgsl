// part[j, c] = sum over the positions of part j of dy[position, c]; sumParts.wgsl adds the parts up
//
// Layouts     dy [positions, outChannels] with positions = batch * volume(outSize), part [parts, outChannels]
// Invocation  one channel of one part
// Dispatch    ceil(parts * outChannels / workgroupSize), 2-D grid
// Reference   core/reference/convNd.ts convBackwardBias
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read_write> part: array<f32>;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let channel = index % g.outChannels;
  let j = index / g.outChannels;
  if (j >= g.parts) {
    return;
  }
  let end = min(g.batch * volume(g.outSize), (j + 1) * g.partSize);
  var sum = 0.0;
  for (var position = j * g.partSize; position < end; position++) {
    sum += dy[position * g.outChannels + channel];
  }
  part[index] = sum;
}
