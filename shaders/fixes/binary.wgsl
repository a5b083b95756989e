// y[c] = combine(a[c], b[c]) with broadcasting: an axis of size 1 has stride 0.
// Row-major, up to 8 axes, padded in front. The operands stay what they are: integers never pass through f32.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var rest = index;
  var ia = 0;
  var ib = 0;
  for (var d = 7; d >= 0; d--) {
    let n = at(uniforms.outA, uniforms.outB, d);
    let c = rest % n;
    rest = rest / n;
    ia += c * at(uniforms.aA, uniforms.aB, d);
    ib += c * at(uniforms.bA, uniforms.bB, d);
  }
  result[index] = Element(combine(Operand(a[ia]), Operand(b[ib])));
}

fn at(low : vec4<i32>, high : vec4<i32>, d : i32) -> i32 {
  if (d < 4) { return low[d]; }
  return high[d - 4];
}
