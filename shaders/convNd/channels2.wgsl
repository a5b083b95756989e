// Two channels of the result in an invocation.
alias Channels = vec2f;
const perLane: u32 = 2;

fn channelOf(values: Channels, j: u32) -> f32 {
  return values[j];
}

fn product(v: f32, weights: Channels, sum: Channels) -> Channels {
  return fma(Channels(v), weights, sum);
}
