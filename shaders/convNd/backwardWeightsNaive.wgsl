// dw[k, i, c] = sum over batch n, output positions o of x[n, o * stride - padBegin + k * dilation, i] * dy[n, o, c]
//
// Layouts     as in forwardNaive.wgsl; dw like w
// Invocation  one element of dw
// Dispatch    ceil(elements of dw / workgroupSize), 2-D grid
// Reference   core/reference/convNd.ts convBackwardWeights; the oracle of backwardWeights.wgsl on the device
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> dw: array<f32>;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  if (index >= volume(g.kernel) * g.inPerGroup * g.outChannels) {
    return;
  }
  let channel = index % g.outChannels;
  let row = index / g.outChannels;
  let offset = unflatten(row / g.inPerGroup, g.kernel) * g.dilation - g.padBegin;
  let xChannel = (channel / g.outPerGroup) * g.inPerGroup + row % g.inPerGroup;
  let positions = volume(g.outSize);
  var sum = 0.0;
  for (var n = 0u; n < g.batch; n++) {
    for (var p = 0u; p < positions; p++) {
      let source = unflatten(p, g.outSize) * g.stride + offset;
      if (isInside(source, g.inSize)) {
        let xRow = n * volume(g.inSize) + flatten(source, g.inSize);
        sum += x[xRow * g.inChannels + xChannel] * dy[(n * positions + p) * g.outChannels + channel];
      }
    }
  }
  dw[index] = sum;
}
