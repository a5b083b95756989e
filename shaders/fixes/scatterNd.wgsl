// y[p, r] = sum (or the last) of updates[i, r] over all i whose indices point at p; elsewhere 0 (or base[p, r]).
// Written from the side of y: every value is collected by one invocation in the order of i, so there are no atomics
// and the result repeats to the bit. indices is [count, depth], y is [places, inner].
// MODE is 0: sum onto 0, 1: the last one replaces `base`.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let p = index / uniforms.inner;
  let r = index % uniforms.inner;
  var value = start(index);
  for (var i = 0; i < uniforms.count; i++) {
    var place = 0;
    for (var d = 0; d < uniforms.depth; d++) {
      place = place * at(uniforms.sizeA, uniforms.sizeB, d) + i32(indices[i * uniforms.depth + d]);
    }
    if (place == p) {
      let update = Element(updates[i * uniforms.inner + r]);
      if (MODE == 0) { value += update; } else { value = update; }
    }
  }
  result[index] = value;
}

fn at(low : vec4<i32>, high : vec4<i32>, d : i32) -> i32 {
  if (d < 4) { return low[d]; }
  return high[d - 4];
}
