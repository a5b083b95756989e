/** No damage to one file of several makes an import hang or crash, or takes the others along. */
import { expect, test } from 'vitest';
import { sampleRandom } from '#/core/samples/make/sampleRandom';
import { writeGif } from '#/core/samples/make/writeGif';
import { writeTar } from '#/core/samples/make/writeTar';
import { recogniseFile } from '#/formats/recogniseFile';
import { video } from '../kinds/video';

async function importVideo(tar: Blob) {
  const file = await recogniseFile(new File([tar], 'clips.tar'));
  let count = 0;
  return await video.import(file, {
    blobs: {
      put: async ({ length }) => ({ hash: `h${count++}`, bytes: length }),
      get: async () => new Uint8Array(),
    },
    signal: new AbortController().signal,
    more: [],
    recognise: recogniseFile,
    roomBytes: async () => undefined,
  });
}

test('one damaged file of three in an archive is read as far as it goes or left out; the others are there', async () => {
  const { uniform } = sampleRandom(4);
  const gif = (grey: number) =>
    writeGif({
      width: 8,
      height: 6,
      palette: [[grey, grey, grey]],
      frames: Array.from({ length: 5 }, () => new Uint8Array(48)),
      delay: 5,
    });
  for (let i = 0; i < 60; i++) {
    const damaged = gif(9);
    for (let k = 0; k < 4; k++)
      damaged[10 + Math.floor(uniform() * (damaged.length - 10))] = Math.floor(uniform() * 256);
    const cut = damaged.slice(
      0,
      uniform() < 0.4 ? 10 + Math.floor(uniform() * damaged.length) : damaged.length,
    );
    const tar = writeTar([
      { path: 'a.gif', bytes: gif(50) },
      { path: 'b.gif', bytes: cut },
      { path: 'c.gif', bytes: gif(70) },
    ]);
    const { rows, issues } = await importVideo(tar);
    expect(rows === 3 || (rows === 2 && issues.some(({ message }) => message.includes('“b.gif”')))).toBe(
      true,
    );
  }
}, 60_000);
