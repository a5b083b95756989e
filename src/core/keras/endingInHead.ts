/** Of layers that were pasted: the last map, with a softmax or the like behind it, is the answer's, which the task makes. */
import { type ArchDraft, sampleName } from '../arch/draft/archDraft';

const answers = new Set(['softmax', 'logSoftmax', 'sigmoid', 'logSigmoid']);

export function endingInHead(draft: ArchDraft): ArchDraft {
  if (draft.head) return draft;
  let { nodes, output } = draft;
  const drop = () => {
    const last = nodes.find(({ id }) => id === output);
    nodes = nodes.filter((node) => node !== last);
    output = last?.inputs[0] ?? sampleName;
  };
  const last = nodes.find(({ id }) => id === output);
  if (last?.type === 'activation' && answers.has(String(last.params.kind))) drop();
  if (nodes.find(({ id }) => id === output)?.type !== 'dense') return draft;
  drop();
  return { nodes, output, head: true };
}
