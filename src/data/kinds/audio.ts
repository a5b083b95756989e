import { audioColumns, type AudioCut } from '#/core/audio/audioSchema';
import { holdsFiles } from '#/formats/recogniseFile';
import { appendAudio } from '../audio/appendAudio';
import { type ClipsRequest, ClipViewer, type ShownClip } from '../audio/clipViewer';
import { filesOfSound } from '../audio/exportSound';
import { importAudio } from '../audio/importAudio';
import { recutAudio } from '../audio/recutAudio';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

const places: string[] = [audioColumns.item, audioColumns.file, audioColumns.start];

export const audio = defineKindData<AudioCut, AudioCut, ClipsRequest, ShownClip[]>({
  type: 'audio',
  import(file, context) {
    if (!holdsFiles(file)) throw wrongContent(file, 'sound');
    return importAudio(file, context);
  },
  append(version, file, context) {
    if (!holdsFiles(file)) throw wrongContent(file, 'sound');
    return appendAudio(version, file, context);
  },
  isPlace: (_schema, column) => places.includes(column),
  recut: recutAudio,
  files: filesOfSound,
  openViewer: (blobs) => new ClipViewer(blobs),
});
