/**
 * A network while somebody draws it: nodes in any order, which may not fit together yet. The sample is `input`, or each of
 * `inputs` is some of its columns; what `output` names is the answer, through a dense layer as wide as the task asks unless
 * `head` is false. inspectDraft says what is wrong; draftToArch makes the network of it.
 */
import { z } from 'zod';
import { nodeName, writtenNode } from '../parseArch';

export const sampleName = 'input';
/** Nodes that the answer layer becomes; nobody may call theirs so. */
export const headNames = ['answerHeadValues', 'answerHead'] as const;

export const archDraft = z.strictObject({
  nodes: z.array(writtenNode).max(2_000),
  output: z.string().max(120).default(''),
  head: z.boolean().default(true),
  inputs: z
    .array(z.strictObject({ name: nodeName, columns: z.array(z.string().min(1).max(1_000)).max(100_000) }))
    .min(1)
    .max(64)
    .optional(),
});
export type ArchDraft = z.infer<typeof archDraft>;
export type DraftInput = NonNullable<ArchDraft['inputs']>[number];
export type DraftNode = ArchDraft['nodes'][number];

/** Where a value goes: into which of its inputs, counted from 0. */
export interface DraftEdge {
  from: string;
  to: string;
  slot: number;
}

export const edgesOf = ({ nodes }: Pick<ArchDraft, 'nodes'>): DraftEdge[] =>
  nodes.flatMap(({ id, inputs }) => inputs.map((from, slot) => ({ from, to: id, slot })));

export const nodeOf = ({ nodes }: Pick<ArchDraft, 'nodes'>, id: string): DraftNode | undefined =>
  nodes.find((node) => node.id === id);

/** What layers can read that is no layer. */
export const inputNames = ({ inputs }: Pick<ArchDraft, 'inputs'>): string[] =>
  inputs?.map(({ name }) => name) ?? [sampleName];

export const firstInput = (draft: Pick<ArchDraft, 'inputs'>): string => inputNames(draft)[0] ?? sampleName;

/** Everything that reads what it says, directly or through others. */
export function readersOf({ nodes }: Pick<ArchDraft, 'nodes'>, id: string): Set<string> {
  const found = new Set<string>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop())
    for (const node of nodes)
      if (node.inputs.includes(at) && !found.has(node.id)) {
        found.add(node.id);
        waiting.push(node.id);
      }
  return found;
}
