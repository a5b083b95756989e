import { describe, expect, it } from 'vitest';
import { customNetwork } from '../../families/customNetwork';
import { TetradError } from '../../protocol/errors';
import { parseArch } from '../parseArch';
import { type ArchDraft, archDraft } from './archDraft';
import {
  addInput,
  inspectInputs,
  removeInput,
  renameInput,
  setInputColumns,
  wholeSample,
} from './draftInputs';
import { draftOfArch } from './draftOfArch';
import { draftToArch } from './draftToArch';
import { applyFix, rename } from './editDraft';
import type { DraftFix } from './fixShape';
import { inspectDraft } from './inspectDraft';

const columns = [
  { name: 'width', width: 1 },
  { name: 'colour', width: 3 },
  { name: 'depth', width: 1 },
];
const names = columns.map(({ name }) => name);
const frame = { inputShape: [5], outputWidth: 2, columns };
const draft: ArchDraft = {
  nodes: [{ id: 'dense1', type: 'dense', inputs: ['input'], params: { units: 3, useBias: true } }],
  output: 'dense1',
  head: true,
};

describe('inputs', () => {
  it('come one by one, are named, get columns, and go again', () => {
    const { draft: two, name } = addInput(draft, names);
    expect(name).toBe('input2');
    expect(two.inputs).toEqual([
      { name: 'input', columns: ['width', 'colour'] },
      { name: 'input2', columns: ['depth'] },
    ]);
    expect(two.nodes).toEqual(draft.nodes);
    const named = renameInput(two, 'input', 'look');
    expect(named.nodes[0]?.inputs).toEqual(['look']);
    const given = setInputColumns(named, 'input2', ['width', 'depth']);
    expect(inspectInputs(given, frame)).toEqual({
      found: [
        { name: 'look', shape: [4], part: { columns: ['width', 'colour'], places: [[0, 4]] } },
        {
          name: 'input2',
          shape: [2],
          part: {
            columns: ['width', 'depth'],
            places: [
              [0, 1],
              [4, 1],
            ],
          },
        },
      ],
      problems: [],
    });
    const { draft: three } = addInput(given, names);
    expect(three.inputs?.map(({ name: one }) => one)).toEqual(['look', 'input2', 'input3']);
    const less = removeInput(three, 'look');
    expect(less.nodes[0]?.inputs).toEqual(['input2']);
    // The last but one gone, the sample is whole again.
    expect(removeInput(less, 'input3')).toEqual(draft);
    expect(wholeSample(three)).toEqual(draft);
    expect(archDraft.parse(JSON.parse(JSON.stringify(three)))).toEqual(three);
  });

  it('refuse a name that is taken or none', () => {
    const { draft: two } = addInput(draft, names);
    for (const wanted of ['dense1', 'input2', 'answerHead', '2nd', ''])
      expect(() => renameInput(two, 'input', wanted)).toThrow(TetradError);
    expect(() => rename(two, 'dense1', 'input2')).toThrow(/There is a “input2” already/);
    expect(renameInput(two, 'input', 'input')).toBe(two);
  });

  it('say what is wrong, where, and what mends it', () => {
    const { draft: two } = addInput(draft, names);
    const gone = setInputColumns(two, 'input2', ['depth', 'height']);
    const { problems } = inspectDraft(gone, frame);
    expect(problems[0]).toMatchObject({ node: 'input2', severe: true });
    expect(problems[0]?.message).toContain('“height”');
    expect(applyFix(gone, problems[0]?.fix as DraftFix)).toEqual(two);
    const none = inspectDraft(setInputColumns(two, 'input2', []), frame);
    expect(none.problems.map(({ message }) => message).join(' ')).toContain('takes no column yet');
    // What nobody reads cannot stay, and what no input takes is told.
    expect(inspectDraft(two, frame).problems).toMatchObject([{ node: 'input2', severe: true }]);
    const left = setInputColumns(two, 'input', ['width']);
    expect(inspectInputs(left, frame).problems).toMatchObject([{ severe: false }]);
    // Images have no columns by name: the sample can only be whole.
    const picture = inspectDraft(two, { inputShape: [8, 8, 1], outputWidth: 2 });
    expect(picture.problems[0]?.fix).toMatchObject({ whole: true });
    expect(applyFix(two, picture.problems[0]?.fix as DraftFix)).toEqual(draft);
  });
});

it('a network of them is a draft again, and one whose parts do not hold is refused', () => {
  const example = customNetwork.examples.find(({ params }) => (params as ArchDraft).inputs);
  const given = archDraft.parse(example?.params);
  const arch = draftToArch(given, frame);
  expect(arch.sample).toEqual([5]);
  expect(arch.inputs.map(({ name, shape }) => [name, shape])).toEqual([
    ['sizes', [2]],
    ['look', [3]],
  ]);
  const { inputs, ...rest } = draftOfArch(arch, 2);
  expect(inputs).toEqual(given.inputs);
  expect(draftToArch({ inputs, ...rest }, frame)).toEqual(arch);
  const [first, second] = arch.inputs;
  const parted =
    (part: unknown, sample: number[] | undefined = arch.sample) =>
    () =>
      parseArch({ ...arch, sample, inputs: [{ ...first, part }, second] });
  expect(parted(first?.part)).not.toThrow();
  expect(parted({ columns: ['x'], places: [[4, 2]] })).toThrow(/takes places 4 to 5; the sample has 5/);
  expect(parted({ columns: ['x'], places: [[0, 1]] })).toThrow(/its part of the sample is \[1\]/);
  expect(parted(undefined)).toThrow(/must say which part of which sample/);
  expect(() => parseArch({ ...arch, sample: undefined })).toThrow(/must say which part of which sample/);
  expect(parted({ columns: ['x'], places: [[-1, 2]] })).toThrow(TetradError);
  expect(parted({ columns: ['x'], places: [[0, 2 ** 31]] })).toThrow(TetradError);
});
