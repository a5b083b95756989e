// One channel of the result in an invocation.
alias Channels = f32;
const perLane: u32 = 1;

fn channelOf(values: Channels, _j: u32) -> f32 {
  return values;
}

fn product(v: f32, weights: Channels, sum: Channels) -> Channels {
  return fma(Channels(v), weights, sum);
}
