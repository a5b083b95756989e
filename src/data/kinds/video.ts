import { type VideoCut, videoColumns } from '#/core/video/videoSchema';
import { holdsFiles } from '#/formats/recogniseFile';
import { appendVideo } from '../video/appendVideo';
import { importVideo } from '../video/importVideo';
import { recutVideo } from '../video/recutVideo';
import { type ShownVideo, type VideoRequest, VideoViewer } from '../video/videoViewer';
import { defineKindData } from './kindData';
import { wrongContent } from './wrongContent';

const { item, file, start, first, held } = videoColumns;
const places: string[] = [item, file, start, first, held];

export const video = defineKindData<VideoCut, VideoCut, VideoRequest, ShownVideo[]>({
  type: 'video',
  import(from, context) {
    if (!holdsFiles(from)) throw wrongContent(from, 'video');
    return importVideo(from, context);
  },
  append(version, from, context) {
    if (!holdsFiles(from)) throw wrongContent(from, 'video');
    return appendVideo(version, from, context);
  },
  isPlace: (_schema, column) => places.includes(column),
  recut: recutVideo,
  openViewer: (blobs) => new VideoViewer(blobs),
});
