import { ManyFiles } from '../files/ManyFiles';
import type { AskProps } from '../kindView';

const words = { none: 'No graph', all: 'Predict all nodes', sample: 'node', samples: 'nodes' };

export default function ManyNodes({ version }: AskProps) {
  return <ManyFiles version={version} words={words} />;
}
