/** The network of a draft, in an order in which it can be computed, with only what the answer needs. */
import { TetradError } from '../../protocol/errors';
import type { ArchNode, ArchSpec } from '../archSpec';
import { parseArch } from '../parseArch';
import { type ArchDraft, headNames, sampleName } from './archDraft';
import { type DraftSample, inspectInputs } from './draftInputs';
import { neededBy } from './draftOrder';
import { inspectDraft } from './inspectDraft';

export interface DraftFrame extends DraftSample {
  outputWidth: number;
}

/** badInput with the first thing that is wrong with it. */
export function draftToArch(draft: ArchDraft, frame: DraftFrame): ArchSpec {
  const { problems, order, shapes } = inspectDraft(draft, frame);
  const [first] = problems.filter(({ severe }) => severe);
  if (first)
    throw new TetradError({
      code: 'badInput',
      message: first.message,
      place: first.edge ? `${first.edge.from} to ${first.edge.to}` : (first.node ?? 'output'),
      hint: first.fix && `${first.fix.label}.`,
    });
  const needed = neededBy(draft, draft.output);
  const nodes = order.filter(({ id }) => needed.has(id)) as ArchNode[];
  let last = draft.output;
  const shape = shapes.get(last) ?? [];
  if (draft.head) {
    const [values, answer] = headNames;
    if (shape.length > 1) nodes.push({ id: values, type: 'flatten', inputs: [last], params: {} });
    nodes.push({
      id: answer,
      type: 'dense',
      inputs: [shape.length > 1 ? values : last],
      params: { units: frame.outputWidth, useBias: true, init: 'glorotUniform' },
    });
    last = answer;
  } else if (shape.length > 1) {
    nodes.push({ id: headNames[0], type: 'flatten', inputs: [last], params: {} });
    last = headNames[0];
  }
  return parseArch({
    version: 1,
    ...(draft.inputs
      ? { inputs: inspectInputs(draft, frame).found, sample: [...frame.inputShape] }
      : { inputs: [{ name: sampleName, shape: [...frame.inputShape] }] }),
    nodes,
    outputs: [{ name: 'output', node: last }],
  });
}
