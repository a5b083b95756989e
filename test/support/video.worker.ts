/** Opens a video file and reads all of its frames, in a worker as the data worker does; for tests. */
import { toErrorInfo } from '#/core/protocol/errors';
import { openVideo } from '#/formats/video/openVideo';

self.addEventListener('message', ({ data }: MessageEvent<File>) => {
  void readAll(data).then(
    (video) => self.postMessage(video),
    (thrown: unknown) => self.postMessage({ error: toErrorInfo(thrown) }),
  );
});

async function readAll(file: File) {
  const { read, ...facts } = await openVideo(file, file.name);
  const shown: Uint8Array[] = [];
  let size = { width: 0, height: 0 };
  for await (const frame of read()) {
    const { data, width, height } = await frame.pixels(Number.POSITIVE_INFINITY);
    size = { width, height };
    shown.push(data);
  }
  return { ...facts, shown, size };
}
