import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TetradError } from '../../protocol/errors';
import { inferShapes } from '../shapes';
import { type ArchDraft, archDraft, edgesOf, inputNames } from './archDraft';
import { addInput, removeInput, renameInput, setInputColumns, wholeSample } from './draftInputs';
import { type DraftFrame, draftToArch } from './draftToArch';
import {
  addLayer,
  applyFix,
  branchLayer,
  connect,
  disconnect,
  removeNodes,
  rename,
  setParams,
} from './editDraft';
import { record, redo, startHistory, undo } from './history';
import { inspectDraft } from './inspectDraft';

const empty: ArchDraft = { nodes: [], output: 'input', head: true };
const columns = ['length', 'width', 'height'].map((name, i) => ({ name, width: i + 1 }));
const frame = { inputShape: [6], outputWidth: 3, columns };
const node = (id: string, type: string, inputs: string[], params: Record<string, unknown> = {}) => ({
  id,
  type,
  inputs,
  params,
});
const severe = (draft: ArchDraft, of: DraftFrame = frame) =>
  inspectDraft(draft, of).problems.filter((problem) => problem.severe);

describe('edits', () => {
  it('put a layer into a chain, beside it, and between two', () => {
    const { draft: one, id } = addLayer(empty, { type: 'dense', after: 'input', params: { units: 8 } });
    expect(one).toMatchObject({ nodes: [{ id: 'dense1', inputs: ['input'] }], output: 'dense1' });
    const { draft: two } = addLayer(one, { type: 'activation', after: 'input' });
    expect(two.nodes.map(({ inputs }) => inputs)).toEqual([['input'], ['activation1']]);
    expect(two.output).toBe('dense1');
    const { draft: three, id: side } = branchLayer(two, { type: 'dense', after: 'input' });
    expect(three.nodes.at(-1)).toMatchObject({ id: 'dense2', inputs: ['input'] });
    const sum = addLayer(three, { type: 'concat', after: id });
    const joined = connect(sum.draft, { from: side, to: sum.id });
    expect(joined.nodes.find((one) => one.id === sum.id)?.inputs).toEqual(['dense1', 'dense2']);
    expect(draftToArch(joined, frame).nodes.map(({ id: name }) => name)).toEqual([
      'activation1',
      'dense1',
      'dense2',
      'concat1',
      'answerHead',
    ]);
    const between = addLayer(joined, {
      type: 'dropout',
      after: side,
      edge: { from: side, to: sum.id, slot: 1 },
    });
    expect(between.draft.nodes.find((one) => one.id === sum.id)?.inputs).toEqual(['dense1', 'dropout1']);
    expect(removeNodes(between.draft, ['dropout1', 'activation1']).nodes).toEqual(
      joined.nodes
        .filter((one) => one.id !== 'activation1')
        .map((one) => (one.id === 'dense1' ? { ...one, inputs: ['input'] } : one)),
    );
  });

  it('refuse a circle, a name twice and no name', () => {
    const { draft } = addLayer(addLayer(empty, { type: 'concat', after: 'input' }).draft, {
      type: 'dense',
      after: 'concat1',
    });
    expect(() => connect(draft, { from: 'dense1', to: 'concat1' })).toThrow(/may not go in a circle/);
    expect(() => rename(draft, 'dense1', 'concat1')).toThrow(/There is a “concat1” already/);
    expect(() => rename(draft, 'dense1', 'answerHead')).toThrow(TetradError);
    expect(() => rename(draft, 'dense1', '1 x')).toThrow(/a letter first/);
    expect(rename(draft, 'dense1', 'wide')).toMatchObject({ output: 'wide' });
  });

  it('leave what was as it was: 200 of them taken back give the same text, and brought back as well', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(12), fc.nat(), fc.nat()), { minLength: 200, maxLength: 200 }),
        (steps) => {
          let history = startHistory<ArchDraft>(empty);
          const texts = [JSON.stringify(empty)];
          for (const [kind, a, b] of steps) {
            const next = edited(history.present, kind, a, b);
            if (!next) continue;
            history = record(history, next);
            texts.push(JSON.stringify(next));
            // As the text beside the graph is read.
            expect(JSON.stringify(archDraft.parse(JSON.parse(JSON.stringify(next))))).toBe(texts.at(-1));
            const { problems } = inspectDraft(next, frame);
            if (!problems.some(({ severe: wrong }) => wrong))
              expect(inferShapes(draftToArch(next, frame)).get('answerHead')).toEqual([3]);
          }
          for (const text of texts.toReversed()) {
            expect(JSON.stringify(history.present)).toBe(text);
            history = undo(history);
          }
          for (const text of texts) {
            expect(JSON.stringify(history.present)).toBe(text);
            history = redo(history);
          }
        },
      ),
      { numRuns: 4, seed: 12 },
    );
  });
});

function edited(draft: ArchDraft, kind: number, a: number, b: number): ArchDraft | undefined {
  const inputs = inputNames(draft);
  const names = [...inputs, ...draft.nodes.map(({ id }) => id)];
  const types = ['dense', 'activation', 'add', 'concat', 'flatten', 'dropout'];
  const name = names[a % names.length] as string;
  const type = types[b % types.length] as string;
  const edges = edgesOf(draft);
  const edge = edges[a % Math.max(1, edges.length)];
  try {
    if (kind === 0) return addLayer(draft, { type, after: name }).draft;
    if (kind === 1) return branchLayer(draft, { type, after: name }).draft;
    if (kind === 2) return removeNodes(draft, [name]);
    if (kind === 3) return connect(draft, { from: name, to: names[b % names.length] as string });
    if (kind === 4) return edge && disconnect(draft, edge);
    if (kind === 5) return setParams(draft, name, { units: (b % 5) + 1 });
    if (kind === 6) return rename(draft, name, `named${b % 1000}`);
    const input = inputs[a % inputs.length] as string;
    const own = columns.map((column) => column.name);
    if (kind === 7) return addInput(draft, own).draft;
    if (kind === 8) return removeInput(draft, input);
    if (kind === 9) return renameInput(draft, input, `part${b % 1000}`);
    if (kind === 10)
      return setInputColumns(
        draft,
        input,
        own.filter((_, i) => (b >> i) % 2 === 1),
      );
    if (kind === 11) return b % 4 === 0 ? wholeSample(draft) : undefined;
    return edge && addLayer(draft, { type, after: edge.from, edge }).draft;
  } catch (thrown) {
    if (thrown instanceof TetradError) return undefined;
    throw thrown;
  }
}

describe('what is wrong is told where it is, with what mends it', () => {
  const mended = (draft: ArchDraft, of: DraftFrame = frame): ArchDraft => {
    const [problem] = severe(draft, of);
    return problem?.fix ? applyFix(draft, problem.fix) : draft;
  };

  it('shapes that do not meet, on the connection', () => {
    const draft: ArchDraft = {
      nodes: [node('wide', 'dense', ['input'], { units: 8 }), node('sum', 'add', ['wide', 'input'])],
      output: 'sum',
      head: true,
    };
    expect(severe(draft)).toMatchObject([
      {
        edge: { from: 'input', to: 'sum', slot: 1 },
        message: expect.stringContaining('[8] and [6]'),
        fix: { label: 'Put a dense layer of 8 between' },
      },
    ]);
    expect(severe(mended(draft))).toEqual([]);
  });

  it('a picture into a layer of rows, a circle, a name that is not there, a node that reads nothing', () => {
    const picture = { inputShape: [8, 8, 3], outputWidth: 3 };
    const recurrent: ArchDraft = {
      nodes: [node('last', 'conv2d', ['flat'], { filters: 2 }), node('flat', 'flatten', ['input'])],
      output: 'last',
      head: true,
    };
    expect(severe(recurrent, picture)).toMatchObject([{ node: 'last' }]);
    const circle: ArchDraft = {
      nodes: [node('a', 'concat', ['input', 'b']), node('b', 'dense', ['a'], { units: 2 })],
      output: 'b',
      head: true,
    };
    expect(severe(circle)[0]).toMatchObject({
      edge: { from: 'a', to: 'b' },
      message: expect.stringContaining('circle'),
      fix: { label: 'Cut this connection' },
    });
    const gone: ArchDraft = { nodes: [node('a', 'concat', ['input', 'gone'])], output: 'a', head: true };
    expect(severe(gone)).toMatchObject([{ edge: { from: 'gone', to: 'a', slot: 1 } }]);
    expect(severe({ nodes: [node('a', 'dense', [])], output: 'a', head: true })).toMatchObject([
      { node: 'a', message: expect.stringContaining('reads nothing') },
    ]);
  });

  it('a layer nobody knows, a setting out of range, two inputs for one, an answer of another width, what leads nowhere', () => {
    expect(severe({ nodes: [node('a', 'fold', ['input'])], output: 'a', head: true })).toMatchObject([
      { node: 'a', message: 'There is no layer “fold”.' },
    ]);
    expect(
      severe({ nodes: [node('a', 'dense', ['input'], { units: 0 })], output: 'a', head: true }),
    ).toMatchObject([{ node: 'a', setting: 'units' }]);
    const two: ArchDraft = { nodes: [node('a', 'dense', ['input', 'input'])], output: 'a', head: true };
    expect(severe(two)).toMatchObject([{ edge: { slot: 1 }, fix: { label: 'Cut this connection' } }]);
    expect(severe(mended(two))).toEqual([]);
    const narrow: ArchDraft = {
      nodes: [node('a', 'dense', ['input'], { units: 2 })],
      output: 'a',
      head: false,
    };
    expect(severe(narrow)).toMatchObject([{ node: 'a', fix: { label: 'Add a layer of 3 after it' } }]);
    expect(severe(mended(narrow))).toEqual([]);
    const { problems } = inspectDraft(
      {
        nodes: [node('a', 'dense', ['input'], { units: 2 }), node('b', 'flatten', ['input'])],
        output: 'a',
        head: true,
      },
      frame,
    );
    expect(problems).toMatchObject([{ node: 'b', severe: false }]);
    expect(() => draftToArch({ ...empty, output: 'x' }, frame)).toThrow(/which is not there/);
  });
});

it('counts weights and work, and adds the answer layer to any shape', () => {
  const draft: ArchDraft = {
    nodes: [node('conv', 'conv2d', ['input'], { filters: 4, kernel: [3, 3] })],
    output: 'conv',
    head: true,
  };
  const picture = { inputShape: [8, 8, 3], outputWidth: 5 };
  const { facts, shapes } = inspectDraft(draft, picture);
  const [high = 0, wide = 0] = shapes.get('conv') ?? [];
  expect(facts.get('conv')).toMatchObject({ weights: 3 * 3 * 3 * 4 + 4, uses: 112 * high * wide });
  const arch = draftToArch(draft, picture);
  expect(inferShapes(arch).get(arch.outputs[0]?.node ?? '')).toEqual([5]);
  // A chain of thousands is ordered without going deep.
  const long = Array.from({ length: 2000 }, (_, i) =>
    node(`n${i}`, 'activation', [i === 1999 ? 'input' : `n${i + 1}`]),
  );
  expect(inspectDraft({ nodes: long, output: 'n0', head: true }, frame).order.at(-1)?.id).toBe('n0');
});
