// y[i] = apply(x[i])
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  result[index] = Element(apply(Operand(x[index])));
}
