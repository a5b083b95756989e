/** Opens a sound file and reads it whole, in a worker as the data worker does; for tests. */
import { toErrorInfo } from '#/core/protocol/errors';
import { openAudio } from '#/formats/audio/openAudio';

self.addEventListener('message', ({ data }: MessageEvent<File>) => {
  void readAll(data).then(
    (sound) => self.postMessage(sound),
    (thrown: unknown) => self.postMessage({ error: toErrorInfo(thrown) }),
  );
});

async function readAll(file: File) {
  const { title, rate, channels, frames, notes, read } = await openAudio(file, file.name);
  return { title, rate, channels, frames, notes, samples: await read(0, frames) };
}
