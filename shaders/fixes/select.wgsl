// y[i] = condition[i / span] ? a[i] : b[i]; span is 1, or the size of a row when the condition has one value a row.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  if (condition[index / uniforms.span] != 0) {
    result[index] = Element(a[index]);
  } else {
    result[index] = Element(b[index]);
  }
}
