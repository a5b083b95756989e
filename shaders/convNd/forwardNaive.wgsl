// y[n, o, c] = act(bias[c] + sum over taps k, channels i of x[n, o * stride - padBegin + k * dilation, i] * w[k, i, c])
//
// Layouts     x [batch, inSize, inChannels], w [kernel, inPerGroup, outChannels], bias [outChannels],
//             y [batch, outSize, outChannels]
// Invocation  one element of y
// Dispatch    ceil(elements of y / workgroupSize), 2-D grid
// Overrides   hasBias (else the bias binding is not read), relu
// Reference   core/reference/convNd.ts convForward; the oracle of correlate.wgsl on the device
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> w: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> y: array<f32>;

override hasBias: bool = false;
override relu: bool = false;

@compute @workgroup_size(workgroupSize)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let positions = volume(g.outSize);
  if (index >= g.batch * positions * g.outChannels) {
    return;
  }
  let channel = index % g.outChannels;
  let row = index / g.outChannels;
  let origin = unflatten(row % positions, g.outSize) * g.stride - g.padBegin;
  let xBatch = (row / positions) * volume(g.inSize);
  let xChannel = (channel / g.outPerGroup) * g.inPerGroup;
  var sum = 0.0;
  if (hasBias) {
    sum = bias[channel];
  }
  for (var tap = 0u; tap < volume(g.kernel); tap++) {
    let source = origin + unflatten(tap, g.kernel) * g.dilation;
    if (isInside(source, g.inSize)) {
      let xRow = (xBatch + flatten(source, g.inSize)) * g.inChannels + xChannel;
      let wRow = tap * g.inPerGroup * g.outChannels + channel;
      for (var i = 0u; i < g.inPerGroup; i++) {
        sum += x[xRow + i] * w[wRow + i * g.outChannels];
      }
    }
  }
  if (relu) {
    sum = max(sum, 0.0);
  }
  y[index] = sum;
}
