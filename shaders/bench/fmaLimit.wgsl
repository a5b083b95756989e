// What the device can do at most: eight independent chains of vec4 fused multiply-adds, nothing but registers. Eight
// of each between two turns of the loop: software adapters copy every chain at every turn.
// 512 workgroups of 64, 32 * 8 * 8 * 4 multiply-adds each.
@group(0) @binding(0) var<storage, read_write> result: array<vec4f>;

struct Chains {
  a0: vec4f, a1: vec4f, a2: vec4f, a3: vec4f, a4: vec4f, a5: vec4f, a6: vec4f, a7: vec4f,
}

fn next(a: Chains, m: vec4f, c: vec4f) -> Chains {
  return Chains(
    fma(a.a0, m, c), fma(a.a1, m, c), fma(a.a2, m, c), fma(a.a3, m, c),
    fma(a.a4, m, c), fma(a.a5, m, c), fma(a.a6, m, c), fma(a.a7, m, c),
  );
}

fn nextFour(a: Chains, m: vec4f, c: vec4f) -> Chains {
  return next(next(next(next(a, m, c), m, c), m, c), m, c);
}

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let m = vec4f(0.999);
  let c = vec4f(f32(id.x) * 1e-6);
  var a = Chains(c, c + 1, c + 2, c + 3, c + 4, c + 5, c + 6, c + 7);
  for (var i = 0u; i < 32u; i++) {
    a = nextFour(nextFour(a, m, c), m, c);
  }
  result[id.x] = a.a0 + a.a1 + a.a2 + a.a3 + a.a4 + a.a5 + a.a6 + a.a7;
}
