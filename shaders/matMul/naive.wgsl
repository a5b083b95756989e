// c[n, i, j] = sum over k of a[n, i, k] * b[n, k, j], one element per invocation: the oracle of tiled.wgsl
//
// Layouts, strides and grid as there.
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read_write> c: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = id.x + id.y * groups.x * 64u;
  if (index >= p.batch * p.rows * p.columns) {
    return;
  }
  let column = index % p.columns;
  let row = index / p.columns % p.rows;
  let batch = index / p.columns / p.rows;
  var sum = 0.0;
  for (var k = 0u; k < p.depth; k++) {
    sum += a[batch * p.aBatch + row * p.aRow + k * p.aStep] * b[batch * p.bBatch + k * p.bStep + column * p.bColumn];
  }
  c[index] = sum;
}
