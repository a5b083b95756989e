/** [rows, places, channels] to [rows, channels, places]. */
export function channelsToFront(
  values: Float32Array,
  rows: number,
  places: number,
  channels: number,
): Float32Array {
  if (channels === 1) return values;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let place = 0; place < places; place++)
      for (let channel = 0; channel < channels; channel++)
        result[(row * channels + channel) * places + place] = values[
          (row * places + place) * channels + channel
        ] as number;
  return result;
}
