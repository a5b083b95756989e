import { ManyFiles } from '../files/ManyFiles';
import type { AskProps } from '../kindView';
import { videoEndings } from './AskVideo';

const words = {
  none: 'No dataset of video',
  all: 'Predict all clips',
  files: 'Video files',
  sample: 'clip',
  samples: 'clips',
  accept: videoEndings,
};

export default function ManyVideos({ version }: AskProps) {
  return <ManyFiles version={version} words={words} />;
}
