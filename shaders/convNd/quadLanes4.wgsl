// Four channels of the result for each lane of a quad.
alias Channels = vec4f;
const perLane: u32 = 4;

fn channelOf(values: Channels, j: u32) -> f32 {
  return values[j];
}
