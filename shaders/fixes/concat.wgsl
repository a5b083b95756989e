// y[o, first + i] = x[o, i]: one dispatch per input, all into one output.
// x is [outer, width], y is [outer, outWidth], both row-major: everything from the joined axis on is one axis.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let row = index / uniforms.width;
  let column = index - row * uniforms.width;
  result[row * uniforms.outWidth + uniforms.first + column] = Element(x[index]);
}
