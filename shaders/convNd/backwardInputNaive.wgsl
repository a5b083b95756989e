// dx[n, p, i] = sum over taps k, channels c with o = (p + padBegin - k * dilation) / stride whole and inside
//               of dy[n, o, c] * w[k, i, c]
//
// Layouts     as in forwardNaive.wgsl; dy like y, dx like x
// Invocation  one element of dx: it gathers, nothing is scattered
// Dispatch    ceil(elements of dx / workgroupSize), 2-D grid
// Reference   core/reference/convNd.ts convBackwardInput
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read_write> dx: array<f32>;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let positions = volume(g.inSize);
  if (index >= g.batch * positions * g.inChannels) {
    return;
  }
  let channel = index % g.inChannels;
  let row = index / g.inChannels;
  let origin = unflatten(row % positions, g.inSize) + g.padBegin;
  let dyBatch = (row / positions) * volume(g.outSize);
  let firstOut = (channel / g.inPerGroup) * g.outPerGroup;
  var sum = 0.0;
  for (var tap = 0u; tap < volume(g.kernel); tap++) {
    let scaled = origin - unflatten(tap, g.kernel) * g.dilation;
    let out = scaled / g.stride;
    if (all(scaled >= vec4i(0)) && all(out * g.stride == scaled) && isInside(out, g.outSize)) {
      let dyRow = (dyBatch + flatten(out, g.outSize)) * g.outChannels + firstOut;
      let wRow = (tap * g.inPerGroup + channel % g.inPerGroup) * g.outChannels + firstOut;
      for (var c = 0u; c < g.outPerGroup; c++) {
        sum += dy[dyRow + c] * w[wRow + c];
      }
    }
  }
  dx[index] = sum;
}
