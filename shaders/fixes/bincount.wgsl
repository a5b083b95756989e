// y[row, bin] = how often bin occurs in x[row, :], or the sum of its weights, or only whether it occurs.
// x and weights are [rows, width], y is [rows, bins]. MODE is 0: count, 1: weights, 2: occurs.
fn main(index : i32) {
  if (index >= uniforms.total) { return; }
  let row = index / uniforms.bins;
  let bin = index % uniforms.bins;
  var value = Element(0);
  for (var i = 0; i < uniforms.width; i++) {
    let place = row * uniforms.width + i;
    if (i32(x[place]) == bin) {
      if (MODE == 2) { value = Element(1); } else { value += weight(place); }
    }
  }
  result[index] = value;
}
