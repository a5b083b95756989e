import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TetradError } from '../protocol/errors';
import type { Program } from './ast';
import { compileProgram } from './compileProgram';
import { anyPrograms } from './fixtures/arbitraries';
import { printProgram } from './fixtures/printProgram';
import { functions } from './functions';
import { type LanguageName, languages } from './language';
import { parseProgram } from './parseProgram';

const withoutPlaces = (program: Program): unknown =>
  JSON.parse(JSON.stringify(program, (key, value: unknown) => (key === 'at' ? undefined : value)));

const valueOf = (text: string): number => {
  const { result } = parseProgram(text);
  const evaluate = (expr: Program['result']): number => {
    if (expr?.kind === 'number') return expr.value;
    if (expr?.kind === 'negate') return -evaluate(expr.of);
    if (expr?.kind !== 'binary') throw new Error('not a sum');
    const [a, b] = [evaluate(expr.left), evaluate(expr.right)];
    return { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '^': a ** b }[expr.operator as '+'];
  };
  return evaluate(result);
};

describe('grammar', () => {
  it('parses what it printed to the same tree', () => {
    fc.assert(
      fc.property(anyPrograms, (program) => {
        let text: string;
        try {
          text = printProgram(program);
          parseProgram(text);
        } catch (thrown) {
          // Only for its size.
          expect((thrown as Error).message).toMatch(/characters|operations|deep/);
          return;
        }
        expect(withoutPlaces(parseProgram(text))).toEqual(withoutPlaces(program));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['2 - 3 - 4', -5],
    ['24 / 4 / 2', 3],
    ['2 ^ 3 ^ 2', 512],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['-2 * -3', 6],
    ['+4 - -1', 5],
    ['.5 + 1.e1 + 2E-1', 10.7],
    ['(1 +\n 2) # in two lines', 3],
    ['\n\n 1 ;\n', 1],
  ])('%s is %d', (text, expected) => expect(valueOf(text)).toBeCloseTo(expected, 12));

  it('reads params and lines', () => {
    const program = parseProgram('param a = -0.5; param b = 2e3\nc = a * b\nc + 1');
    expect(program.params.map(({ name, value }) => [name, value])).toEqual([
      ['a', -0.5],
      ['b', 2000],
    ]);
    expect(program.assignments.map(({ name }) => name)).toEqual(['c']);
    expect(program.result?.kind).toBe('binary');
  });
});

const refused: [language: LanguageName, text: string, place: string, message: RegExp, hint?: RegExp][] = [
  ['valueLoss', '', 'line 1, column 1', /No line gives the loss/, /last line/],
  ['layer', 'param a = 1\na', 'line 2, column 1', /value of the layer does not depend on x/],
  ['layer', 'x - sum(x)', 'line 1, column 5', /sees each value alone/, /normalisation/],
  ['valueLoss', 'predicton - target', 'line 1, column 1', /no name "predicton"/, /Did you mean "prediction"/],
  ['valueLoss', 'square(prediction -', 'line 1, column 20', /text ends where a number, a name/],
  [
    'valueLoss',
    'd = prediction - target\nsquare(d',
    'line 2, column 9',
    /text ends where an operator, "," or "\)"/,
  ],
  ['valueLoss', '2 prediction', 'line 1, column 3', /Found "prediction"/, /product/],
  ['valueLoss', '2prediction', 'line 1, column 1', /runs into/, /2 \* x/],
  ['valueLoss', 'prediction ** 2', 'line 1, column 13', /Found "\*"/, /x \^ 2/],
  ['valueLoss', 'prediction $ 2', 'line 1, column 12', /"\$" has no meaning/],
  ['valueLoss', 'sqare(prediction)', 'line 1, column 1', /no function "sqare"/, /"square"/],
  ['valueLoss', 'clip(prediction, 1)', 'line 1, column 1', /2 arguments/, /clip\(x, low, high\)/],
  ['valueLoss', 'mean(square(prediction - target))', 'line 1, column 1', /over the classes/, /by itself/],
  ['valueLoss', 'prediction < target', 'line 1, column 1', /condition; a number/, /where/],
  ['valueLoss', 'where(prediction, 1, 2)', 'line 1, column 7', /condition is needed/, /x > 0/],
  ['valueLoss', 'square(target)', 'line 1, column 1', /does not depend on prediction/],
  [
    'valueLoss',
    'where(prediction > 0, 1, 2)',
    'line 1, column 1',
    /does not depend/,
    /outside of conditions/,
  ],
  ['valueLoss', '3', 'line 1, column 1', /does not depend/, /the same for all/],
  ['valueLoss', 'a = b + 1\nb = prediction\na', 'line 1, column 5', /before its line/],
  ['valueLoss', 'a = prediction\na = a + 1\na', 'line 2, column 1', /given twice/],
  ['valueLoss', 'target = 1\nprediction', 'line 1, column 1', /from outside/],
  ['valueLoss', 'param q = target\nprediction', 'line 1, column 11', /a param is one/],
  ['valueLoss', 'prediction\ntarget', 'line 1, column 1', /last line/],
  ['valueLoss', 'prediction(2)', 'line 1, column 1', /number, not a function/],
  ['valueLoss', 'exp + prediction', 'line 1, column 1', /is a function/],
  ['valueLoss', 'constructor + prediction', 'line 1, column 1', /no name "constructor"/],
  ['valueLoss', 'a < b < c', 'line 1, column 1', /no name "a"/],
  ['valueLoss', '1e999 * prediction', 'line 1, column 1', /too large/],
  [
    'classLoss',
    'target * logSoftmax(logits)',
    'line 1, column 1',
    /one number per row; this is one per row and class/,
    /sum/,
  ],
  ['classLoss', 'sum(logits, 1)', 'line 1, column 1', /2 arguments/, /sum\(x\)/],
  ['classLoss', 'sum(sum(logits))', 'line 1, column 1', /one number per row already/],
  ['update', '-lr * g', 'line 1, column 1', /no name/, /update = /],
  ['update', 'm = g', 'line 1, column 6', /how the weight changes/],
  ['update', 'update = -lr * mean(g)', 'line 1, column 16', /each weight alone/],
  ['update', 'average = g\nupdate = -lr * average', 'line 1, column 1', /used by the studio/],
  ['update', 'update = update - lr * g', 'line 1, column 10', /before its line/],
  ['update', 'lr = 0.1; update = -lr * g', 'line 1, column 1', /from outside/],
];

describe('what is refused', () => {
  it.each(refused)('%s: %j at %s', (language, text, place, message, hint) => {
    let thrown: unknown;
    try {
      compileProgram(text, language);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(TetradError);
    expect(thrown).toMatchObject({
      code: 'badInput',
      place,
      message: expect.stringMatching(message) as string,
    });
    if (hint) expect((thrown as TetradError).hint).toMatch(hint);
  });

  it.each([
    ['parentheses', '('.repeat(3000)],
    ['minuses', '-'.repeat(3000)],
    ['powers', Array(1500).fill('2').join('^')],
    ['sums', Array(1500).fill('1').join('+')],
    ['calls', 'exp('.repeat(900)],
    ['length', ' '.repeat(5000)],
  ])('bounds %s', (_name, text) => expect(() => parseProgram(text)).toThrow(TetradError));
});

describe('anything typed', () => {
  const words = [
    ...functions.map(({ name }) => name),
    ...Object.values(languages).flatMap(({ variables }) => Object.keys(variables)),
    'param',
    'update',
    '__proto__',
    'constructor',
    '2e',
    '.5',
    '==',
    '🜁',
    ...'()=,<^-+*/\n;#1\u0000\ud800'.split(''),
  ];
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.constantFrom(...words), { maxLength: 60 }).map((parts) => parts.join(' ')),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => String.fromCharCode(...bytes)),
  );
  it('compiles or fails with a place', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(...(Object.keys(languages) as LanguageName[])), (text, language) => {
        try {
          compileProgram(text, language);
        } catch (thrown) {
          if (!(thrown instanceof TetradError)) throw thrown;
          expect(thrown.place).toMatch(/^line \d+, column \d+$/);
          expect(thrown.code).toBe('badInput');
        }
      }),
      { numRuns: 5000 },
    );
  });
});

it.each(
  Object.entries(languages).flatMap(([name, { presets }]) =>
    presets.map(({ title, text }) => [name as LanguageName, title, text] as const),
  ),
)('%s preset %s compiles', (name, _title, text) => expect(() => compileProgram(text, name)).not.toThrow());
