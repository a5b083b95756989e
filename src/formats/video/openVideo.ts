/** Any video file that is known, by its bytes. */
import { inside } from '#/core/protocol/heartbeat';
import { damaged, type OpenedVideo } from './openedVideo';
import { typeToOpen, videoTypes } from './videoTypes';

const headBytes = 4096;

export async function openVideo(file: Blob, place: string): Promise<OpenedVideo> {
  const head = new Uint8Array(await file.slice(0, headBytes).arrayBuffer());
  const type = typeToOpen(head);
  if (type) return await inside(place, () => type.open(file, place));
  throw damaged(
    file.size === 0
      ? 'The file is empty.'
      : /^\s*<(!doctype|html|head|\?xml)/i.test(new TextDecoder('latin1').decode(head.subarray(0, 256)))
        ? 'This is a web page in place of a video.'
        : 'This is no video file that is known, whatever its name says.',
    place,
    `${videoTypes.map(({ title }) => title).join(', ')} are read.`,
  );
}
