// What the device can do at most: eight independent chains of vec4 fused multiply-adds, nothing but registers.
// 512 workgroups of 64, 256 * 8 * 4 multiply-adds each.
@group(0) @binding(0) var<storage, read_write> result: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(0.999);
  let c = vec4f(f32(id.x) * 1e-6);
  var a0 = c;
  var a1 = c + 1;
  var a2 = c + 2;
  var a3 = c + 3;
  var a4 = c + 4;
  var a5 = c + 5;
  var a6 = c + 6;
  var a7 = c + 7;
  for (var i = 0u; i < 256u; i++) {
    a0 = fma(a0, m, c);
    a1 = fma(a1, m, c);
    a2 = fma(a2, m, c);
    a3 = fma(a3, m, c);
    a4 = fma(a4, m, c);
    a5 = fma(a5, m, c);
    a6 = fma(a6, m, c);
    a7 = fma(a7, m, c);
  }
  result[id.x] = a0 + a1 + a2 + a3 + a4 + a5 + a6 + a7;
}
