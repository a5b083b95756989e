/** What is kept of a network with a new head behind it, as a drawn network: the answer layer comes with the task. */
import { z } from 'zod';
import type { ArchSpec } from '../archSpec';
import { TetradError } from '../../protocol/errors';
import { type ArchDraft, type DraftNode, sampleName } from '../draft/archDraft';
import { inputsOfArch } from '../draft/draftOfArch';
import { inferShapes } from '../shapes';
import { frontOf } from './cutArch';

export const headSettings = z.strictObject({
  units: z.array(z.int().min(1).max(65_536)).max(4).default([]).meta({
    label: 'Hidden units',
    hint: 'Layers between what is kept and the answer; none is a linear head.',
  }),
  dropout: z.number().min(0).max(0.9).default(0).meta({ label: 'Dropout' }),
});
export type HeadSettings = z.infer<typeof headSettings>;

export function transferDraft(arch: ArchSpec, cut: string, head: HeadSettings): ArchDraft {
  const front = frontOf(arch, cut);
  const parted = inputsOfArch(front);
  const [own = sampleName] = front.inputs.map(({ name }) => name);
  const taken = new Set(front.nodes.map(({ id }) => id));
  if (taken.has(sampleName))
    throw new TetradError({
      code: 'unsupported',
      message: `A layer of the network is called "${sampleName}", which is what samples are called.`,
      place: 'modelVersionId',
    });
  const kept = front.nodes.map(
    ({ id, type, inputs, params }): DraftNode => ({
      id,
      type,
      inputs: inputs.map((from) => (!parted && from === own ? sampleName : from)),
      params: { ...params },
    }),
  );
  return {
    ...withHead(kept, cut, inferShapes(front).get(cut)?.length ?? 1, head, taken),
    head: true,
    ...(parted && { inputs: parted }),
  };
}

/** The head alone, behind a row of values. */
export const headDraft = (head: HeadSettings): ArchDraft => ({
  ...withHead([], sampleName, 1, head, new Set()),
  head: true,
});

function withHead(
  kept: readonly DraftNode[],
  cut: string,
  rank: number,
  { units, dropout }: HeadSettings,
  taken: Set<string>,
): Pick<ArchDraft, 'nodes' | 'output'> {
  const nodes = [...kept];
  let last = cut;
  const add = (id: string, type: string, params: Record<string, unknown>) => {
    const node = { id: free(id, taken), type, inputs: [last], params };
    nodes.push(node);
    last = node.id;
  };
  if (units.length > 0 && rank > 1) add('headValues', 'flatten', {});
  for (const [i, size] of units.entries()) {
    add(`head${i + 1}`, 'dense', { units: size, useBias: true, init: 'heNormal' });
    add(`headActivation${i + 1}`, 'activation', { kind: 'relu' });
  }
  if (dropout > 0) add('headDropout', 'dropout', { rate: dropout });
  return { nodes, output: last };
}

function free(id: string, taken: Set<string>): string {
  let name = id;
  for (let i = 2; taken.has(name); i++) name = `${id}_${i}`;
  taken.add(name);
  return name;
}
