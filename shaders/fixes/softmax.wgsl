// y[o, i] = exp(x[o, i] - m) / sum over j of exp(x[o, j] - m), m = max over j of x[o, j]; a row that holds a NaN is NaN.
// x and y are [rows, width] row-major. A workgroup of LANES reduces one row: lanes stride over it, then fold pairwise,
// so the result repeats to the bit. tfjs's max drops NaN and divides by what is left.
var<workgroup> most : array<f32, LANES>;
var<workgroup> sums : array<f32, LANES>;
var<workgroup> broken : array<u32, LANES>;

fn main(index : i32) {
  let lane = index % LANES;
  let row = index / LANES;
  // Beyond the last row lanes only wait with the others.
  let end = select(0, uniforms.width, row < uniforms.rows);
  let first = row * uniforms.width;
  var value = -uniforms.INFINITY;
  var bad = 0u;
  for (var i = lane; i < end; i += LANES) {
    let candidate = x[first + i];
    if ((bitcast<u32>(candidate) & 0x7fffffffu) > 0x7f800000u) { bad = 1u; } else { value = max(value, candidate); }
  }
  most[lane] = value;
  broken[lane] = bad;
  for (var half = LANES / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (lane < half) {
      most[lane] = max(most[lane], most[lane + half]);
      broken[lane] |= broken[lane + half];
    }
  }
  workgroupBarrier();
  let top = most[0];
  var sum = 0.0;
  for (var i = lane; i < end; i += LANES) { sum += exp(x[first + i] - top); }
  sums[lane] = sum;
  for (var half = LANES / 2; half > 0; half /= 2) {
    workgroupBarrier();
    if (lane < half) { sums[lane] += sums[lane + half]; }
  }
  workgroupBarrier();
  let total = sums[0];
  let nan = bitcast<f32>(0x7fc00000u + u32(uniforms.total & 0));
  for (var i = lane; i < end; i += LANES) {
    result[first + i] = select(exp(x[first + i] - top) / total, nan, broken[0] == 1u);
  }
}
