// max:      y[n, o, c] = max over taps k of x[n, s, c]     with s = o * stride - padBegin + k * dilation inside
// average:  y[n, o, c] = mean over the same values: padding counts in neither
// dx[n, p, c] = sum over windows o that hold p of dy[n, o, c] / count(o), or of dy where p is its first maximum
//
// Layouts     x, dx [batch, inSize, channels], y, dy [batch, outSize, channels]
// Invocation  forward: one element of y; backward: one element of dx, gathering over the windows that hold it;
//             backwardTiles: one window and the elements of dx in it, where windows cover x without meeting
// Dispatch    ceil(elements / workgroupSize), 2-D grid
// Overrides   average (else max)
// Reference   core/reference/poolNd.ts
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> dy: array<f32>;
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

override average: bool = false;

// The first maximum of a window, as a position in x and its value; and how many values it holds.
struct Window {
  first: u32,
  value: f32,
  sum: f32,
  count: u32,
}

fn isNan(value: f32) -> bool {
  return (bitcast<u32>(value) & 0x7fffffffu) > 0x7f800000u;
}

fn windowOf(n: u32, out: vec4i, channel: u32) -> Window {
  var window = Window(0, 0.0, 0.0, 0);
  let origin = out * g.stride - g.padBegin;
  for (var tap = 0u; tap < volume(g.kernel); tap++) {
    let source = origin + unflatten(tap, g.kernel) * g.dilation;
    if (isInside(source, g.inSize)) {
      let flat = flatten(source, g.inSize);
      let value = x[(n * volume(g.inSize) + flat) * g.inChannels + channel];
      // Every comparison with NaN is false, and it must not be passed over.
      if (window.count == 0 || value > window.value || (isNan(value) && !isNan(window.value))) {
        window.first = flat;
        window.value = value;
      }
      window.sum += value;
      window.count += 1;
    }
  }
  return window;
}

@compute @workgroup_size(workgroupSize)
fn forward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let positions = volume(g.outSize);
  if (index >= g.batch * positions * g.outChannels) {
    return;
  }
  let row = index / g.outChannels;
  let window = windowOf(row / positions, unflatten(row % positions, g.outSize), index % g.outChannels);
  result[index] = select(window.value, window.sum / f32(window.count), average);
}

@compute @workgroup_size(workgroupSize)
fn backward(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let positions = volume(g.inSize);
  if (index >= g.batch * positions * g.inChannels) {
    return;
  }
  let channel = index % g.inChannels;
  let row = index / g.inChannels;
  let n = row / positions;
  let own = row % positions;
  let origin = unflatten(own, g.inSize) + g.padBegin;
  var sum = 0.0;
  for (var tap = 0u; tap < volume(g.kernel); tap++) {
    let scaled = origin - unflatten(tap, g.kernel) * g.dilation;
    let out = scaled / g.stride;
    if (all(scaled >= vec4i(0)) && all(out * g.stride == scaled) && isInside(out, g.outSize)) {
      let window = windowOf(n, out, channel);
      let incoming = dy[(n * volume(g.outSize) + flatten(out, g.outSize)) * g.outChannels + channel];
      if (average) {
        sum += incoming / f32(window.count);
      } else if (window.first == own) {
        sum += incoming;
      }
    }
  }
  result[index] = sum;
}

@compute @workgroup_size(workgroupSize)
fn backwardTiles(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) workgroups: vec3u) {
  let index = invocationIndex(id, workgroups);
  let positions = volume(g.outSize);
  if (index >= g.batch * positions * g.outChannels) {
    return;
  }
  let channel = index % g.outChannels;
  let row = index / g.outChannels;
  let n = row / positions;
  let out = unflatten(row % positions, g.outSize);
  let window = windowOf(n, out, channel);
  let incoming = dy[index];
  for (var tap = 0u; tap < volume(g.kernel); tap++) {
    let flat = flatten(out * g.stride + unflatten(tap, g.kernel), g.inSize);
    let share = select(select(0.0, incoming, flat == window.first), incoming / f32(window.count), average);
    result[(n * volume(g.inSize) + flat) * g.inChannels + channel] = share;
  }
}
