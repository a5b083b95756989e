// y[o] = combine over i of x[o, i], from `first` on; with no element y is `first`.
// x is [outer, width] row-major; one invocation adds one row in order, so the result repeats to the bit.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var value = first();
  for (var i = 0; i < uniforms.width; i++) {
    value = combine(value, Operand(x[index * uniforms.width + i]));
  }
  result[index] = Element(value);
}
