import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { WriterBeside, type WriterWorker } from './writerBeside';
import type { WriteRequest } from './writerMessages';

/** A file that keeps what is written. */
const fileForTest = () => {
  const file = { written: new Uint8Array(0) };
  return { file, handle: file as unknown as FileSystemFileHandle };
};

type Answer = (request: WriteRequest) => { hash: string } | { failed: { name: string; message: string } };

/** A worker in this thread: memory is moved as between two. */
function workerForTest(answer: Answer, moved: ArrayBuffer[] = []): WriterWorker {
  const worker: WriterWorker = {
    postMessage(request, transfer) {
      const memory = structuredClone(request.memory, { transfer });
      moved.push(memory);
      const outcome = answer({ ...request, memory });
      const data = { id: request.id, memory, ...outcome };
      queueMicrotask(() => worker.onmessage?.({ data } as MessageEvent));
    },
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
  };
  return worker;
}

const written: Answer = ({ handle, memory, bytes }) => {
  const part = new Uint8Array(memory, 0, bytes);
  (handle as unknown as { written: Uint8Array }).written = part.slice();
  return { hash: createHash('sha256').update(part).digest('hex') };
};

it('writes bytes with their hash, leaves the memory to the caller and needs no fresh memory of its own', async () => {
  const moved: ArrayBuffer[] = [];
  const writer = new WriterBeside(() => workerForTest(written, moved));
  for (const length of [300_000, 299_000, 1]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) % 251);
    const { file, handle } = fileForTest();
    const hash = await writer.write(handle, bytes);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(file.written.length === length && file.written.every((byte, i) => byte === bytes[i])).toBe(true);
  }
  // Moved on to the next each time.
  expect(moved.map(({ byteLength }) => byteLength)).toEqual([0, 0, 524_288]);
  writer.close();
});

it('fails as the disk does', async () => {
  const full = { failed: { name: 'QuotaExceededError', message: 'The disk is full.' } };
  const writer = new WriterBeside(() => workerForTest(() => full));
  const writing = writer.write(fileForTest().handle, new Uint8Array(8));
  await expect(writing).rejects.toMatchObject({ name: 'QuotaExceededError' });
  writer.close();
});

it('says where there is no worker: none can be made, it dies, it is closed', async () => {
  const refused = new WriterBeside(() => {
    throw new Error('no workers here');
  });
  expect(await refused.write(fileForTest().handle, new Uint8Array(8))).toBe(undefined);

  const silent: WriterWorker = {
    postMessage: () => undefined,
    terminate: () => undefined,
    onmessage: null,
    onerror: null,
  };
  const dying = new WriterBeside(() => silent);
  const lost = dying.write(fileForTest().handle, new Uint8Array(8));
  silent.onerror?.({} as ErrorEvent);
  expect(await lost).toBe(undefined);
  expect(await dying.write(fileForTest().handle, new Uint8Array(8))).toBe(undefined);

  const closed = new WriterBeside(() => silent);
  const left = closed.write(fileForTest().handle, new Uint8Array(8));
  closed.close();
  expect(await left).toBe(undefined);
});
