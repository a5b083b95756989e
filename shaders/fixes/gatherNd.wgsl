// y[i, r] = x[p(i), r], p(i) = sum over d of indices[i, d] * stride_d. indices is [count, depth], x is read in
// slices of `inner` values. A place outside gives 0.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let i = index / uniforms.inner;
  let r = index % uniforms.inner;
  var place = 0;
  var inside = true;
  for (var d = 0; d < uniforms.depth; d++) {
    let j = i32(indices[i * uniforms.depth + d]);
    let n = at(uniforms.sizeA, uniforms.sizeB, d);
    inside = inside && j >= 0 && j < n;
    place = place * n + j;
  }
  if (inside) {
    result[index] = Element(x[place * uniforms.inner + r]);
  } else {
    result[index] = Element(0);
  }
}

fn at(low : vec4<i32>, high : vec4<i32>, d : i32) -> i32 {
  if (d < 4) { return low[d]; }
  return high[d - 4];
}
