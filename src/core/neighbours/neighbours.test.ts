/** Against scikit-learn, and the exported graph against the host: also where rows tie, which is where graphs differ. */
import { describe, expect, it } from 'vitest';
import { onnxRuntimes } from '../../../test/support/onnxRuntimes';
import fixture from '../../../test/fixtures/sklearnLearners.json';
import { neighbours as body, type NeighboursBody, rowTensors } from '../bodies/neighbours';
import { checkGraph } from '../onnx/checkGraph';
import { createGraphBuilder } from '../onnx/createGraphBuilder';
import { writeModel } from '../onnx/writeModel';
import { uniforms } from '../random/random';
import { probabilities } from '../train/probabilities';
import { answerOfNearest, type Votes } from './answerOfNearest';
import { candidates } from './candidates';
import { emptyNearest, findNearest } from './findNearest';
import { refuseTooLarge } from './refuseTooLarge';

interface Table {
  rows: number;
  width: number;
  features: Float32Array<ArrayBuffer>;
}

const table = (rows: number[][]): Table => ({
  rows: rows.length,
  width: rows[0]?.length ?? 0,
  features: Float32Array.from(rows.flat()),
});

function answers(stored: Table, asked: Table, votes: Votes): Float32Array {
  const nearest = emptyNearest(asked.rows, votes.neighbours);
  findNearest(stored, votes.distance, asked.features, [0, asked.rows], nearest);
  return answerOfNearest(nearest, [0, asked.rows], votes);
}

async function graphAnswers(
  stored: Table,
  asked: Table,
  { targets, ...votes }: Votes,
): Promise<Float32Array[]> {
  const spec: NeighboursBody = {
    ...votes,
    rows: {
      blob: { hash: '', bytes: 0 },
      tensors: [{ name: rowTensors.features, shape: [stored.rows, stored.width], byteOffset: 0 }],
    },
  };
  const graph = createGraphBuilder(['y']);
  const x = graph.input('x', 'float', [null, stored.width]);
  const tensors = new Map([
    [rowTensors.features, { shape: [stored.rows, stored.width], data: stored.features }],
    [rowTensors.targets, { shape: [stored.rows], data: Float32Array.from(targets) }],
  ]);
  graph.output(body.toOnnx(graph, x, spec, tensors), 'y', 'float', [null, body.outputWidth(spec)]);
  checkGraph(graph.build());
  const bytes = writeModel(graph.build(), { name: 'neighbours', opset: 17 });
  const feed = { name: 'x', type: 'float32' as const, data: asked.features, dims: [asked.rows, asked.width] };
  return await Promise.all(
    onnxRuntimes.map(async ({ run }) => (await run(bytes, [feed])).get('y')?.data as Float32Array),
  );
}

const { neighbours: given } = fixture;
const cases = given.cases as (Omit<Votes, 'targets' | 'classes'> & { shares: number[][]; means: number[] })[];

describe.each(cases)('$neighbours neighbours, $weights, $distance', ({ shares, means, ...how }) => {
  const [stored, asked] = [table(given.stored), table(given.asked)];

  it('answers as scikit-learn does', () => {
    const classes = { ...how, targets: given.classes, classes: 3 };
    const found = probabilities(answers(stored, asked, classes), 3);
    for (const [i, share] of shares.flat().entries()) expect(found[i]).toBeCloseTo(share, 6);
    const numbers = answers(stored, asked, { ...how, targets: given.numbers, classes: 0 });
    for (const [i, mean] of means.entries()) expect(numbers[i]).toBeCloseTo(mean, 6);
  });

  it('leaves as a graph that answers the same', async () => {
    for (const [classes, targets] of [
      [3, given.classes],
      [0, given.numbers],
    ] as const) {
      const expected = answers(stored, asked, { ...how, targets, classes });
      for (const output of await graphAnswers(stored, asked, { ...how, targets, classes })) {
        expect(output).toHaveLength(expected.length);
        for (const [i, value] of expected.entries()) expect(output[i]).toBeCloseTo(value, 5);
      }
    }
  });
});

it.each(['euclidean', 'manhattan'] as const)(
  'takes the row stored first of many that are as near, here and in the graph (%s)',
  async (distance) => {
    // A lattice: most distances tie, and rows repeat.
    const lattice = (name: string, rows: number): Table => ({
      rows,
      width: 3,
      features: Float32Array.from(uniforms(4, name, 0, rows * 3), (u) => Math.floor(u * 3) / 10 - 0.1),
    });
    const [stored, asked] = [lattice('stored', 200), lattice('asked', 50)];
    const targets = Array.from({ length: 200 }, (_, row) => row);
    const votes: Votes = { targets, classes: 200, neighbours: 7, weights: 'uniform', distance };
    const expected = answers(stored, asked, votes);
    // Who the neighbours are, row by row.
    const named = (output: Float32Array) => Array.from(output, (share) => share > -3);
    expect(named(expected).filter(Boolean)).toHaveLength(7 * 50);
    for (const output of await graphAnswers(stored, asked, votes))
      expect(named(output)).toEqual(named(expected));
  },
);

it('tries numbers of neighbours up to the most, and never more than there are rows', () => {
  expect(candidates({ neighbours: 0, mostNeighbours: 10 }, 100)).toEqual([1, 2, 3, 5, 8]);
  expect(candidates({ neighbours: 0, mostNeighbours: 50 }, 4)).toEqual([1, 2, 3]);
  expect(candidates({ neighbours: 7, mostNeighbours: 5 }, 100)).toEqual([7]);
  expect(candidates({ neighbours: 7, mostNeighbours: 5 }, 3)).toEqual([3]);
});

it('refuses more than a version may hold, and says what to do', () => {
  expect(() => refuseTooLarge({ rows: 2 ** 20, width: 16 }, 8)).not.toThrow();
  expect(() => refuseTooLarge({ rows: 2 ** 20, width: 17 }, 8)).toThrow(
    expect.objectContaining({
      code: 'badInput',
      message: expect.stringContaining('1,048,576 rows of 17 values are more than the 16,777,216 values'),
      hint: expect.stringContaining('fewer than 8 features, at most 986,895 training rows'),
    }),
  );
});
