// The gradient of y = cumprod(x) to x, given dy, without a division, so that a zero in x is no exception:
// dx_i = before_i * after_i, where before_i = product of x_k, k < i, and after_i = dy_i + x_(i+1) * after_(i+1);
// exclusive: after_i = dy_(i+1) + x_(i+1) * after_(i+1). The order of k is turned when reversed.
// x, dy and dx are [outer, width, inner] row-major. One invocation walks one line there and back.
fn main(index : i32) {
  if (index >= uniforms.lines) { return; }
  let first = (index / uniforms.inner) * uniforms.width * uniforms.inner + index % uniforms.inner;
  var before = 1.0;
  for (var k = 0; k < uniforms.width; k++) {
    let place = placeOf(first, k);
    result[place] = before;
    before *= x[place];
  }
  var after = 0.0;
  for (var k = uniforms.width - 1; k >= 0; k--) {
    let place = placeOf(first, k);
    if (uniforms.exclusive == 0) { after += dy[place]; }
    result[place] *= after;
    after *= x[place];
    if (uniforms.exclusive == 1) { after += dy[place]; }
  }
}

fn placeOf(first : i32, k : i32) -> i32 {
  return first + select(k, uniforms.width - 1 - k, uniforms.reversed == 1) * uniforms.inner;
}
