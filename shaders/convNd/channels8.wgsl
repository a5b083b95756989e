// Eight channels of the result in an invocation.
struct Channels {
  lower: vec4f,
  upper: vec4f,
}
const perLane: u32 = 8;

fn channelOf(values: Channels, j: u32) -> f32 {
  if (j < 4) {
    return values.lower[j];
  }
  return values.upper[j - 4];
}

fn product(v: f32, weights: Channels, sum: Channels) -> Channels {
  return Channels(fma(vec4f(v), weights.lower, sum.lower), fma(vec4f(v), weights.upper, sum.upper));
}
