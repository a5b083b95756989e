/** Several inputs of a drawn network: each some of the columns of the sample, under a name. */
import { TetradError } from '../../protocol/errors';
import type { InputPart } from '../archSpec';
import { placesWidth } from '../inputParts';
import { type ArchDraft, type DraftInput, headNames, inputNames, nodeOf, sampleName } from './archDraft';
import type { DraftProblem } from './inspectDraft';

export interface DraftSample {
  inputShape: readonly number[];
  /** What the last axis of the sample is made of, where that has names. */
  columns?: readonly { name: string; width: number }[];
}

export interface InspectedInput {
  name: string;
  shape: number[];
  part: InputPart;
}

/** Shapes and places of those that hold together, and what is wrong with the others. */
export function inspectInputs(
  { inputs = [] }: Pick<ArchDraft, 'inputs'>,
  { inputShape, columns = [] }: DraftSample,
): { found: InspectedInput[]; problems: DraftProblem[] } {
  const found: InspectedInput[] = [];
  const problems: DraftProblem[] = [];
  const places = new Map<string, [number, number]>();
  let first = 0;
  for (const { name, width } of columns) {
    places.set(name, [first, width]);
    first += width;
  }
  for (const input of inputs) {
    const { name } = input;
    const unknown = input.columns.find((column) => !places.has(column));
    if (columns.length === 0 || first !== inputShape.at(-1))
      problems.push({
        node: name,
        message: 'What these samples are made of has no names that it could be parted by.',
        severe: true,
        fix: { label: 'Take the sample whole', whole: true },
      });
    else if (unknown !== undefined)
      problems.push({
        node: name,
        message: `“${name}” takes “${unknown}”, which is no column of the sample.`,
        severe: true,
        fix: { label: `Leave “${unknown}” out`, leaveOut: { input: name, column: unknown } },
      });
    else if (input.columns.length === 0)
      problems.push({ node: name, message: `“${name}” takes no column yet.`, severe: true });
    else {
      const part = {
        columns: [...input.columns],
        places: joined(input.columns.map((one) => places.get(one))),
      };
      found.push({ name, part, shape: [...inputShape.slice(0, -1), placesWidth(part.places)] });
    }
  }
  const taken = new Set(inputs.flatMap((input) => input.columns));
  const left = inputs.length > 0 ? columns.filter(({ name }) => !taken.has(name)) : [];
  if (left.length > 0 && problems.length === 0)
    problems.push({
      message: `No input takes ${left
        .slice(0, 3)
        .map(({ name }) => `“${name}”`)
        .join(', ')}${left.length > 3 ? ` and ${left.length - 3} more` : ''}: nothing is learnt from it.`,
      severe: false,
    });
  return { found, problems };
}

/** Neighbours are one range. */
function joined(places: readonly ([number, number] | undefined)[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const place of places) {
    if (!place) continue;
    const last = ranges.at(-1);
    if (last && last[0] + last[1] === place[0]) last[1] += place[1];
    else ranges.push([...place]);
  }
  return ranges;
}

/** One more; the first one parts the sample in two. It begins with the last column of the input before it, if that has two. */
export function addInput(draft: ArchDraft, columns: readonly string[]): { draft: ArchDraft; name: string } {
  const before: DraftInput[] = draft.inputs ?? [{ name: sampleName, columns: [...columns] }];
  const names = new Set([...inputNames(draft), ...headNames, ...draft.nodes.map(({ id }) => id)]);
  let number = 2;
  while (names.has(`${sampleName}${number}`)) number++;
  const name = `${sampleName}${number}`;
  const from = before.findLast((input) => input.columns.length > 1);
  const given = from?.columns.at(-1);
  const inputs = before.map((input) =>
    input === from ? { ...input, columns: input.columns.slice(0, -1) } : input,
  );
  inputs.push({ name, columns: given === undefined ? [] : [given] });
  return { draft: { ...draft, inputs }, name };
}

export const setInputColumns = (draft: ArchDraft, name: string, columns: readonly string[]): ArchDraft => ({
  ...draft,
  inputs: draft.inputs?.map((input) => (input.name === name ? { name, columns: [...columns] } : input)),
});

/** What read it reads the first of the others; the last but one gone, the sample is whole again. */
export function removeInput(draft: ArchDraft, name: string): ArchDraft {
  const rest = draft.inputs?.filter((input) => input.name !== name) ?? [];
  if (!draft.inputs || rest.length === draft.inputs.length) return draft;
  return rest.length < 2 ? wholeSample(draft) : reading({ ...draft, inputs: rest }, [name], rest[0]?.name);
}

export const wholeSample = (draft: ArchDraft): ArchDraft => {
  const { inputs = [], ...rest } = draft;
  return reading(
    rest,
    inputs.map(({ name }) => name),
    sampleName,
  );
};

function reading(draft: ArchDraft, gone: readonly string[], instead = sampleName): ArchDraft {
  const read = (from: string) => (gone.includes(from) ? instead : from);
  return {
    ...draft,
    nodes: draft.nodes.map((node) => ({ ...node, inputs: node.inputs.map(read) })),
    output: read(draft.output),
  };
}

/** badInput where the name is taken or no name. */
export function renameInput(draft: ArchDraft, name: string, wanted: string): ArchDraft {
  if (name === wanted || !draft.inputs) return draft;
  const taken =
    nodeOf(draft, wanted) ||
    headNames.some((own) => own === wanted) ||
    draft.inputs.some((input) => input.name === wanted);
  if (taken || !/^[A-Za-z][A-Za-z0-9_.-]{0,119}$/.test(wanted))
    throw new TetradError({
      code: 'badInput',
      message: taken
        ? `There is a “${wanted}” already.`
        : 'A name is letters, digits, “_”, “-” or “.”, a letter first.',
      place: name,
    });
  return reading(
    {
      ...draft,
      inputs: draft.inputs.map((input) => (input.name === name ? { ...input, name: wanted } : input)),
    },
    [name],
    wanted,
  );
}
