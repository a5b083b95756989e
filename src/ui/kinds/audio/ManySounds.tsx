import { ManyFiles } from '../files/ManyFiles';
import type { AskProps } from '../kindView';
import { soundEndings } from './AskSound';

const words = {
  none: 'No dataset of sound',
  all: 'Predict all clips',
  files: 'Sound files',
  sample: 'clip',
  samples: 'clips',
  accept: soundEndings,
};

export default function ManySounds({ version }: AskProps) {
  return <ManyFiles version={version} words={words} />;
}
