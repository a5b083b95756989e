import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run } from '../../protocol/model';
import { compileQuery } from './compileQuery';
import { missingField } from './missingField';
import { parseQuery } from './parseQuery';

const made = (over: Partial<Run>): Run =>
  ({
    id: 'r1',
    name: 'Sturdy pine',
    status: 'finished',
    experimentId: 'e1',
    datasetId: 'd1',
    startedAt: Date.parse('2026-11-30T10:00:00Z'),
    finishedAt: Date.parse('2026-11-30T10:01:30Z'),
    params: {
      'mlp.units': '[8]',
      family: 'mlp',
      learningRate: 0.01,
      bias: true,
      width: '64',
      'odd name': 'x',
    },
    summary: { valAccuracy: 0.97, valLoss: 0.1 },
    tags: { stage: 'keep' },
    task: { type: 'classification', target: 'species' },
    notes: '',
    ...over,
  }) as Run;
const names = { datasets: new Map([['d1', 'iris.csv']]), experiments: new Map([['e1', 'First']]) };
const passes = (query: string, over: Partial<Run> = {}) => compileQuery(parseQuery(query))(made(over), names);

describe('a filter of runs', () => {
  it.each([
    ["metrics.valAccuracy > 0.96 and params.family = 'mlp'", true],
    ['metrics.valAccuracy > 0.98 and params.family = "mlp"', false],
    ['metrics.valAccuracy > 0.98 or params.learningRate <= 1e-2', true],
    // `and` binds tighter than `or`.
    ['status = failed and status = failed or status = finished', true],
    ['status = finished or status = failed and status = killed', true],
    ['not (status = finished or status = failed)', false],
    ['status in (failed, finished)', true],
    ['status not in (failed, finished)', false],
    ["name like '%pine'", true],
    ["name like 'pine%'", false],
    ["name like 'STURDY_pine'", false],
    ["name ilike 'STURDY_pine'", true],
    ["dataset = 'iris.csv' && experiment != other", true],
    ['params.bias = true', true],
    ['params.width >= 64', true],
    ['params.width = 64', true],
    ['params.`odd name` = x', true],
    ['`odd name` = x', true],
    ["started >= '2026-11-30' and started < '2026-12-01'", true],
    ['seconds = 90', true],
    ['tags.stage is not null and tags.other is null', true],
    // What is not there passes no comparison.
    ['metrics.testAccuracy != 1', false],
    ['metrics.testAccuracy = 1', false],
    ['family = mlp', true],
    ["params.mlp.units = '[8]' and mlp.units in ('[8]')", true],
    ['valLoss <> 0.1', false],
    ["attributes.status = 'finished'", true],
    // Letters with a meaning in patterns have none here.
    ["name like '.*'", false],
    ["name = 'it''s'", false],
  ])('%s', (query, expected) => expect(passes(query)).toBe(expected));

  it.each([
    ['', 'line 1, column 1', 'A name must stand here, not the end.'],
    ['metrics.a >', 'line 1, column 12', 'A number or a text in quotes must stand here, not the end.'],
    ['metrics.a > b', 'line 1, column 13', 'A number or a text in quotes must stand here'],
    ['metrics.a > 1 params.b = 2', 'line 1, column 15', 'should end or go on'],
    ['metrics.a', 'line 1, column 10', 'metrics.a is compared with nothing'],
    ['(status = failed', 'line 1, column 17', 'must be closed by )'],
    ['status in failed', 'line 1, column 11', 'A list stands in parentheses'],
    ['name like pine', 'line 1, column 11', 'A pattern stands in quotes.'],
    ["name = 'pine", 'line 1, column 8', "The text that begins with ' has no end."],
    ['run.speed > 1', 'line 1, column 5', 'A run has no "speed" of its own.'],
    ['metrics.a > 1 § 2', 'line 1, column 15', '"§" has no meaning here.'],
    ['not '.repeat(70) + 'status = failed', 'line 1, column 257', 'at most 64 deep'],
  ])('%s is refused where it is wrong', (query, place, message) => {
    let thrown: unknown;
    try {
      parseQuery(query);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'badInput', place, message: expect.stringContaining(message) });
  });

  it('never answers anything but a tree or a named error', () => {
    const piece = fc.constantFrom(
      'metrics.',
      'a',
      '>',
      '=',
      '1',
      "'x'",
      'and',
      'or',
      'not',
      '(',
      ')',
      'in',
      'like',
      ',',
      'is',
      'null',
      '`',
      '-',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece).map((parts) => parts.join(' ')),
          fc.string(),
        ),
        (query) => {
          try {
            parseQuery(query);
          } catch (error) {
            expect(error).toMatchObject({ code: 'badInput', place: expect.any(String) });
          }
        },
      ),
    );
  });

  it('says which name no run has', () => {
    const missing = (query: string) => missingField(parseQuery(query), [made({})]);
    expect(missing('metrics.valAcuracy > 0.9')).toBe(
      'No run has metrics.valAcuracy. Did you mean valAccuracy?',
    );
    expect(missing('status = failed and not params.familly = mlp')).toBe(
      'No run has params.familly. Did you mean family?',
    );
    expect(missing('metrics.valLoss < 1 or valAccuracy > 0')).toBeUndefined();
  });
});
