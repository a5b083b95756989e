/** What a run leaves in a buffer, from its beginning: to compare two ways of computing the same. */
const mostBytes = 4 * 2 ** 20;

/** The buffer is cleared first, so that what was not written shows. Reads back: not for a training step. */
export async function bitsAfter(
  device: GPUDevice,
  buffer: GPUBuffer,
  run: () => Promise<unknown>,
): Promise<Uint32Array> {
  const clearing = device.createCommandEncoder();
  clearing.clearBuffer(buffer);
  device.queue.submit([clearing.finish()]);
  await run();
  const size = Math.min(buffer.size, mostBytes);
  const copy = device.createBuffer({ size, usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ });
  const copying = device.createCommandEncoder();
  copying.copyBufferToBuffer(buffer, 0, copy, 0, size);
  device.queue.submit([copying.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  const bits = new Uint32Array(copy.getMappedRange().slice(0));
  copy.destroy();
  return bits;
}
