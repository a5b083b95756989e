// y[c] = x[s(c)], s_d = begin_d + step_d * c_{order_d}
// transpose (order), slice and strided slice (begin, step), reverse (step -1), tile (s mod n), pad (outside: fill).
// x and y are row-major with up to 8 axes; axes are padded in front with size 1. Values are copied, never converted,
// except that a tensor may be labelled float32 while its buffer still holds the integers it was cast from.
// MODE is 0: s lies inside, 1: wraps around, 2: outside is `fill`, 3 and 4: mirrored without and
// with the border.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var rest = index;
  var coords : array<i32, 8>;
  for (var d = 7; d >= 0; d--) {
    let n = at(uniforms.outA, uniforms.outB, d);
    coords[d] = rest % n;
    rest = rest / n;
  }
  var source = 0;
  for (var d = 0; d < 8; d++) {
    let n = at(uniforms.inA, uniforms.inB, d);
    var s = at(uniforms.beginA, uniforms.beginB, d)
      + at(uniforms.stepA, uniforms.stepB, d) * coords[at(uniforms.orderA, uniforms.orderB, d)];
    if (MODE == 1) { s = s % n; }
    if (MODE == 3 && s < 0) { s = -s; }
    if (MODE == 3 && s >= n) { s = 2 * (n - 1) - s; }
    if (MODE == 4 && s < 0) { s = -s - 1; }
    if (MODE == 4 && s >= n) { s = 2 * n - 1 - s; }
    if (MODE == 2 && (s < 0 || s >= n)) {
      result[index] = Element(uniforms.fill);
      return;
    }
    source = source * n + s;
  }
  result[index] = Element(x[source]);
}

fn at(low : vec4<i32>, high : vec4<i32>, d : i32) -> i32 {
  if (d < 4) { return low[d]; }
  return high[d - 4];
}
