// y[o] = the first i at which x[o, i] is best. x is [outer, width] row-major.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  var best = 0;
  var value = Operand(x[index * uniforms.width]);
  for (var i = 1; i < uniforms.width; i++) {
    let candidate = Operand(x[index * uniforms.width + i]);
    if (better(candidate, value)) {
      value = candidate;
      best = i;
    }
  }
  result[index] = best;
}
