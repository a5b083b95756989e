// y[o, part, i] = finish(combine over w of part of x[o, w, i])
// x is [outer, width, inner] row-major, a part is `length` places of the width; one invocation makes one element in
// order, so the result repeats to the bit. Neighbours read neighbours in memory. A float that was cast from an integer
// may still lie there as one.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let inner = index % uniforms.inner;
  let part = index / uniforms.inner % uniforms.parts;
  let outer = index / uniforms.inner / uniforms.parts;
  let begin = part * uniforms.length;
  let count = min(uniforms.length, uniforms.width - begin);
  var at = (outer * uniforms.width + begin) * uniforms.inner + inner;
  var value = Element(x[at]);
  for (var i = 1; i < count; i++) {
    at += uniforms.inner;
    value = combine(value, Element(x[at]));
  }
  result[index] = finish(value);
}
