import { expect, it } from 'vitest';
import type { ArchDraft } from './archDraft';
import { checkBlock, putBlock, takeBlock } from './draftBlock';
import { draftToArch } from './draftToArch';
import { inspectDraft } from './inspectDraft';

const node = (id: string, type: string, inputs: string[], params: Record<string, unknown> = {}) => ({
  id,
  type,
  inputs,
  params,
});
/** A dense layer, and a detour around two others. */
const detour: ArchDraft = {
  nodes: [
    node('dense1', 'dense', ['input'], { units: 4 }),
    node('dense2', 'dense', ['dense1'], { units: 8 }),
    node('activation1', 'activation', ['dense2'], { kind: 'relu' }),
    node('dense3', 'dense', ['activation1'], { units: 4 }),
    node('add1', 'add', ['dense1', 'dense3']),
    node('dropout1', 'dropout', ['add1'], { rate: 0.1 }),
  ],
  output: 'dropout1',
  head: true,
};
const frame = { inputShape: [6], outputWidth: 3 };

it('what lies between two layers is kept, and put in again as a copy with names of its own', () => {
  const block = takeBlock(detour, { name: 'detour', first: 'dense2', last: 'add1' });
  expect(block.nodes.map(({ id }) => id)).toEqual(['dense2', 'activation1', 'dense3', 'add1']);
  // What the first and the sum read from outside is the one value of the block.
  expect(block.nodes[0]?.inputs).toEqual(['input']);
  expect(block.nodes[3]?.inputs).toEqual(['input', 'dense3']);
  checkBlock(block);
  const { draft, id } = putBlock(detour, block, 'add1');
  expect(draft.nodes.map((one) => [one.id, ...one.inputs])).toEqual([
    ['dense1', 'input'],
    ['dense2', 'dense1'],
    ['activation1', 'dense2'],
    ['dense3', 'activation1'],
    ['add1', 'dense1', 'dense3'],
    ['dense4', 'add1'],
    ['activation2', 'dense4'],
    ['dense5', 'activation2'],
    ['add2', 'add1', 'dense5'],
    ['dropout1', 'add2'],
  ]);
  expect(id).toBe('add2');
  expect(inspectDraft(draft, frame).problems.filter(({ severe }) => severe)).toEqual([]);
  expect(draftToArch(draft, frame).nodes).toHaveLength(11);
  expect(draft.nodes[5]?.params).not.toBe(block.nodes[0]?.params);
});

it('into an empty network, and at its end, the block is the answer', () => {
  const block = takeBlock(detour, { name: 'wide', first: 'dense2', last: 'activation1' });
  const empty: ArchDraft = { nodes: [], output: 'input', head: true };
  const one = putBlock(empty, block, 'input');
  expect(one.draft.output).toBe('activation1');
  expect(putBlock(one.draft, block, 'activation1').draft.output).toBe('activation2');
});

it('refuses what is no block, by name', () => {
  const take = (first: string, last: string) => () => takeBlock(detour, { name: 'x', first, last });
  expect(take('dense3', 'dense2')).toThrowError(/“dense2” does not come after “dense3”/);
  expect(take('gone', 'add1')).toThrowError(/no layer “gone”/);
  const two: ArchDraft = {
    ...detour,
    nodes: [...detour.nodes, node('add2', 'add', ['dropout1', 'dense2'])],
  };
  expect(() => takeBlock(two, { name: 'x', first: 'dropout1', last: 'add2' })).toThrowError(
    /read “add1” and “dense2”; a block reads one value/,
  );
  const wide = { nodes: [node('a', 'dense', ['b'])], output: 'a' };
  expect(() => checkBlock(wide)).toThrowError(/reads “b”, which is no layer of the block/);
  expect(() => checkBlock({ nodes: [node('a', 'dense', ['input'])], output: 'c' })).toThrowError(
    /“c” is no layer/,
  );
});
