// Two channels of the result for each lane of a quad.
alias Channels = vec2f;
const perLane: u32 = 2;

fn channelOf(values: Channels, j: u32) -> f32 {
  return values[j];
}
