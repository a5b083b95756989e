// y[o, i, r] = combine of x[o, j, r] for j <= i (inclusive) or j < i (exclusive); from the end when reversed.
// x and y are [outer, width, inner] row-major. One invocation walks one line; index = o * inner + r.
fn main(index : i32) {
  if (index >= uniforms.lines) { return; }
  let first = (index / uniforms.inner) * uniforms.width * uniforms.inner + index % uniforms.inner;
  var value = START;
  for (var k = 0; k < uniforms.width; k++) {
    var i = k;
    if (uniforms.reversed == 1) { i = uniforms.width - 1 - k; }
    let place = first + i * uniforms.inner;
    let next = combine(value, Element(x[place]));
    if (uniforms.exclusive == 1) { result[place] = value; } else { result[place] = next; }
    value = next;
  }
}
