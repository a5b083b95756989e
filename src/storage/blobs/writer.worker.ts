/** Hashes and writes files for a thread that has other things to do. */
import { sha256 } from '../canonicalHash';
import { writeFile } from './writeFile';
import type { WriteRequest, Written } from './writerMessages';

const answer = (written: Written) => globalThis.postMessage(written, { transfer: [written.memory] });

addEventListener('message', async ({ data: { id, handle, memory, bytes } }: MessageEvent<WriteRequest>) => {
  const part = new Uint8Array(memory, 0, bytes);
  try {
    const hashing = sha256(part);
    const [hash] = await Promise.all([hashing, writeFile(handle, part)]);
    answer({ id, memory, hash });
  } catch (thrown) {
    const { name, message } = thrown as Error;
    answer({ id, memory, failed: { name, message } });
  }
});
