// Two channels of the result in an invocation.
alias Channels = vec2f;
const perLane: u32 = 2;

fn channelOf(values: Channels, j: u32) -> f32 {
  return values[j];
}
