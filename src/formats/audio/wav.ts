/** WAV files: any part of any of them, without reading the rest. */
import type { OpenedAudio } from './openedAudio';
import { openPcm } from './openPcm';
import { readWavHeader } from './wavHeader';

export const openWav = async (file: Blob, place: string): Promise<OpenedAudio> =>
  openPcm(file, place, 'WAV', await readWavHeader(file, place));
