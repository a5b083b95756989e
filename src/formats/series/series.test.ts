/** The formats of series: what they read, what they refuse and where, and that no damage hangs or crashes them. */
import { describe, expect, it } from 'vitest';
import { TetradError } from '#/core/protocol/errors';
import { uniforms } from '#/core/random/random';
import { readForTest } from '../readForTest';

const head =
  '@problemName Two\n@timeStamps false\n@univariate false\n@dimensions 2\n@equalLength true\n@seriesLength 3\n@classLabel true a b\n@data\n';
const good = `${head}1,2,3:4,5,?:a\n-1,0.5,2e1:7,8,9:b\n`;
const ucr = `1\t0.5\t1.5\t2.5\t3.5\t4.5\t5.5\t6.5\t7.5\n2\t1\t2\t3\t4\t5\t6\tNaN\tNaN\n`;

describe('.ts', () => {
  it('reads dimensions, missing values and labels', async () => {
    const { names, rows, format } = await readForTest('two.ts', good);
    expect(format).toBe('ts');
    expect(names).toEqual(['series', 'step', 'dim_0', 'dim_1', 'label']);
    expect(rows).toEqual([
      ['1', '0', '1', '4', 'a'],
      ['1', '1', '2', '5', 'a'],
      ['1', '2', '3', null, 'a'],
      ['2', '0', '-1', '7', 'b'],
      ['2', '1', '0.5', '8', 'b'],
      ['2', '2', '20', '9', 'b'],
    ]);
    const bytes = await readForTest('two.ts', good, { pieceBytes: [1] });
    expect(bytes.rows).toEqual(rows);
  });

  it('reads values with their times, and numbers to predict', async () => {
    const { names, rows } = await readForTest(
      't.ts',
      '@problemName T\n@timeStamps true\n@univariate true\n@targetLabel true\n@data\n(2020-01-01 10:00:00,1.5),(2020-01-01 11:00:00,?):3.25\n',
    );
    expect(names).toEqual(['series', 'time', 'value', 'target']);
    expect(rows.map(([, , ...rest]) => rest)).toEqual([
      ['1.5', '3.25'],
      [null, '3.25'],
    ]);
  });

  it.each([
    ['no data', '@problemName x\n@univariate true\n', 'The file ends before a line @data.', 'line 2'],
    ['nothing after it', '@problemName x\n@data\n', 'The file has a header but no series.', 'line 1'],
    ['a word', `${head}1,2,x:4,5,6:a\n`, '“x” is not a number.', 'line 9'],
    [
      'too short',
      `${head}1,2:4,5:a\n`,
      'The series has 2 values; the header says @seriesLength 3.',
      'line 9',
    ],
    [
      'no label',
      `${head}1,2,3:4,5,6\n`,
      'The series has 1 dimension beside its label; the header says 2.',
      'line 9',
    ],
    [
      'a contradiction',
      '@problemName x\n@univariate true\n@dimensions 3\n@data\n1:2:3\n',
      'The header says @univariate true and @dimensions 3.',
      'line 3',
    ],
    [
      'neither true nor false',
      '@problemName x\n@univariate maybe\n@data\n1\n',
      '@univariate is “maybe”, which is neither true nor false.',
      'line 2',
    ],
    [
      'a header below',
      `${head}1,2,3:4,5,6:a\n@data\n`,
      'A header line (@data) comes after @data.',
      'line 10',
    ],
  ])('refuses %s', async (_, text, message, line) => {
    await expect(readForTest('bad.ts', text)).rejects.toMatchObject({
      code: 'badInput',
      message,
      place: `bad.ts, ${line}`,
    });
  });
});

describe('UCR', () => {
  it('reads a label and its values, and leaves out what pads a shorter series', async () => {
    const { rows, format } = await readForTest('Two_TRAIN.tsv', ucr);
    expect(format).toBe('ucr');
    expect(rows.filter(([series]) => series === '2')).toHaveLength(6);
    expect(rows.at(-1)).toEqual(['2', '5', '6', '2']);
  });
  it('leaves tables with a header to the tables', async () => {
    const { format } = await readForTest('t.tsv', 'a\tb\n1\t2\n3\t4\n');
    expect(format).toBe('csv');
  });
});

it.each([
  ['a.ts', good],
  ['a_TRAIN.tsv', ucr],
])('%s: 500 damaged copies end in rows or in an error with its place', async (name, text) => {
  const bytes = new TextEncoder().encode(text);
  for (let i = 0; i < 500; i++) {
    const [a = 0, b = 0, c = 0] = uniforms(i, name, 0, 3);
    const at = Math.floor(a * bytes.length);
    const damaged =
      i % 3 === 0
        ? bytes.slice(0, at)
        : i % 3 === 1
          ? Uint8Array.from(bytes, (byte, k) => (k === at ? Math.floor(b * 256) : byte))
          : Uint8Array.from([...bytes.slice(0, at), ...bytes.slice(Math.floor(c * bytes.length))]);
    try {
      const { rows, names } = await readForTest(name, damaged);
      for (const row of rows) expect(row).toHaveLength(names.length);
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(TetradError);
      expect((thrown as TetradError).place ?? '').toContain(name);
    }
  }
});
