// Three channels of the result in an invocation; packed weights have a fourth that is not read.
alias Channels = vec3f;
const perLane: u32 = 3;

fn channelOf(values: Channels, j: u32) -> f32 {
  return values[j];
}

fn product(v: f32, weights: Channels, sum: Channels) -> Channels {
  return fma(Channels(v), weights, sum);
}
