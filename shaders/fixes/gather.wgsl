// y[o, i, r] = x[o, indices[o / outerPerBatch, i], r]: x is [outer, width, inner], indices [batch, count],
// y [outer, count, inner], all row-major. An index outside gives 0.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let r = index % uniforms.inner;
  let i = (index / uniforms.inner) % uniforms.count;
  let o = index / uniforms.inner / uniforms.count;
  let j = i32(indices[(o / uniforms.outerPerBatch) * uniforms.count + i]);
  if (j < 0 || j >= uniforms.width) {
    result[index] = Element(0);
    return;
  }
  result[index] = Element(x[(o * uniforms.width + j) * uniforms.inner + r]);
}
