/** Any sound file that is known, by its bytes. */
import { damaged, type OpenedAudio } from './openedAudio';
import { soundTypeOf, soundTypes } from './soundTypes';

export const headBytes = 4096;

export async function openAudio(file: Blob, place: string): Promise<OpenedAudio> {
  const type = soundTypeOf(new Uint8Array(await file.slice(0, headBytes).arrayBuffer()));
  if (type) return await type.open(file, place);
  throw damaged(
    file.size === 0 ? 'The file is empty.' : 'This is no sound file that is known, whatever its name says.',
    place,
    `${soundTypes.map(({ title }) => title).join(', ')} are read.`,
  );
}
