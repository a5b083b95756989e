/** Figures of groups beside scikit-learn's of the same scores; gaps and intervals beside their formulas. */
import { describe, expect, it } from 'vitest';
import fixture from '../../../test/fixtures/sklearnFairness.json';
import { aucInterval } from './aucInterval';
import { classFairness, compareClass, type Group } from './classFairness';
import { classFairnessTable, numberFairnessTable } from './fairnessTable';
import { matchedThresholds } from './matchedThresholds';
import { numberFairness } from './numberFairness';
import { sharesApart } from './sharesApart';

const groups: Group[] = [...new Set(fixture.group)].map((label) => ({
  label,
  members: fixture.group.flatMap((name, place) => (name === label ? [place] : [])),
}));
const judged = { scores: fixture.scores, isPositive: fixture.truth };
const limits = fixture.thresholds as Record<string, number>;
const spread = (values: number[]) => Math.max(...values) - Math.min(...values);
const names = ['positiveRate', 'truePositiveRate', 'falsePositiveRate', 'precision', 'accuracy'] as const;

describe('groups beside scikit-learn', () => {
  for (const [name, told, limit] of [
    ['one threshold', fixture.common, () => 0.5],
    ['a threshold for each', fixture.own, (label: string) => limits[label] as number],
  ] as const)
    it(`${name}: rates, area, calibration, totals and gaps`, () => {
      const found = classFairness(judged, groups, limit, 1);
      for (const group of [...found.groups, found.total]) {
        const peer = group === found.total ? told.total : told.groups[group.label as 'a'];
        for (const rate of names)
          expect(group[rate].share, `${group.label} ${rate}`).toBeCloseTo(peer[rate], 12);
        expect(group.auc.area).toBeCloseTo(peer.auc, 12);
        expect(group.calibration.brier).toBeCloseTo(peer.brier, 12);
        for (const [i, bin] of group.calibration.bins.entries()) {
          expect(bin.observed).toBeCloseTo(peer.observed[i] as number, 12);
          expect(bin.predicted).toBeCloseTo(peer.predicted[i] as number, 12);
        }
      }
      const of = (rate: (typeof names)[number]) => Object.values(told.groups).map((group) => group[rate]);
      expect(found.demographicParity.difference).toBeCloseTo(spread(of('positiveRate')), 12);
      expect(found.demographicParity.ratio).toBeCloseTo(
        Math.min(...of('positiveRate')) / Math.max(...of('positiveRate')),
        12,
      );
      expect(found.equalisedOdds.difference).toBeCloseTo(
        Math.max(spread(of('truePositiveRate')), spread(of('falsePositiveRate'))),
        12,
      );
      const ratio = (values: number[]) => Math.min(...values) / Math.max(...values);
      expect(found.equalisedOdds.ratio).toBeCloseTo(
        Math.min(ratio(of('truePositiveRate')), ratio(of('falsePositiveRate'))),
        12,
      );
    });

  it('errors of numbers', () => {
    const found = numberFairness({ truth: fixture.numbers, predicted: fixture.told }, groups);
    for (const group of found.groups) {
      const peer = fixture.errors[group.label as 'a'];
      expect(group.meanError).toBeCloseTo(peer.meanError, 10);
      expect(group.mae).toBeCloseTo(peer.mae, 10);
      expect(group.rmse).toBeCloseTo(peer.rmse, 10);
      expect(group.maeInterval?.low).toBeLessThan(group.mae);
      expect(group.maeInterval?.high).toBeGreaterThan(group.mae);
    }
    expect(found.leftOut).toEqual(['d']);
    const { a, b, c } = fixture.errors;
    expect(found.maeDifference).toBeCloseTo(spread([a.mae, b.mae, c.mae]), 10);
    expect(found.meanErrorDifference).toBeCloseTo(spread([a.meanError, b.meanError, c.meanError]), 10);
  });
});

describe('small groups', () => {
  it('are named and not compared, and their intervals are wide', () => {
    const found = classFairness(judged, groups, () => 0.5);
    const [a, , , d] = found.groups;
    expect(d?.small).toBe(true);
    expect(a?.small).toBe(false);
    expect(found.demographicParity.leftOut).toEqual(['d']);
    expect([found.demographicParity.lowest, found.demographicParity.highest]).not.toContain('d');
    const width = (share?: { low: number; high: number }) => (share ? share.high - share.low : Number.NaN);
    expect(width(d?.truePositiveRate)).toBeGreaterThan(3 * width(a?.truePositiveRate));
  });

  it('one group, or a group without the class, gives no gap instead of a wrong one', () => {
    const [first] = groups as [Group];
    const alone = classFairness(judged, [first], () => 0.5);
    expect(alone.demographicParity.difference).toBeNaN();
    const none = classFairness(
      { scores: [0.1, 0.9, 0.4, 0.6], isPositive: [0, 0, 1, 1] },
      [
        { label: 'x', members: [0, 1] },
        { label: 'y', members: [2, 3] },
      ],
      () => 0.5,
      1,
    );
    expect(none.groups[0]?.truePositiveRate.share).toBeNaN();
    expect(none.groups[0]?.auc.area).toBeNaN();
    expect(none.equalOpportunity.leftOut).toEqual(['x']);
  });
});

describe('intervals', () => {
  it("of a difference: Newcombe's example, 56 of 70 and 48 of 80", () => {
    const share = (group: string, of: number, low: number, high: number, value: number) => ({
      group,
      share: { share: value, low, high, of },
    });
    const found = sharesApart([
      share('one', 70, 0.6918, 0.8773, 56 / 70),
      share('other', 80, 0.4904, 0.7003, 48 / 80),
    ]);
    expect(found.difference).toBeCloseTo(0.2, 12);
    expect(found.low).toBeCloseTo(0.0524, 3);
    expect(found.high).toBeCloseTo(0.3339, 3);
  });

  it('of an area: as many pairs counted, and the variance of their placements', () => {
    const scores = [0.9, 0.7, 0.7, 0.3, 0.8, 0.5, 0.3, 0.1];
    const truth = [1, 1, 1, 1, 0, 0, 0, 0];
    const wins = (a: number, b: number) => (a > b ? 1 : a === b ? 0.5 : 0);
    const [yes, no] = [scores.slice(0, 4), scores.slice(4)];
    const over = yes.map((a) => no.reduce((sum, b) => sum + wins(a, b), 0) / 4);
    const under = no.map((b) => yes.reduce((sum, a) => sum + wins(a, b), 0) / 4);
    const mean = over.reduce((a, b) => a + b) / 4;
    const variance = (of: number[]) => of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3;
    const wide = 1.959963984540054 * Math.sqrt(variance(over) / 4 + variance(under) / 4);
    const found = aucInterval(scores, truth);
    expect(found.area).toBeCloseTo(mean, 12);
    expect(found.low).toBeCloseTo(mean - wide, 12);
    expect(found.high).toBeCloseTo(Math.min(1, mean + wide), 12);
  });
});

describe('figures that move and leave', () => {
  it('thresholds that move there and back give the same figures as asked anew', () => {
    const compare = compareClass(judged, groups);
    const at = (label: string) => (label === 'a' ? 0.2 : 0.7);
    expect(compare(at)).toEqual(classFairness(judged, groups, at));
    expect(compare(() => 0.5)).toEqual(classFairness(judged, groups, () => 0.5));
  });

  it('are rows of a table as wide as its head, without what is unknown', () => {
    const none = classFairness(
      { scores: [0.1, 0.9], isPositive: [0, 0] },
      [
        { label: 'x', members: [0] },
        { label: 'y', members: [1] },
      ],
      () => 0.5,
    );
    for (const [head, ...rows] of [
      classFairnessTable(classFairness(judged, groups, () => 0.5)),
      classFairnessTable(none),
      numberFairnessTable(numberFairness({ truth: fixture.numbers, predicted: fixture.told }, groups)),
    ])
      for (const row of rows) {
        expect(row).toHaveLength(head?.length ?? 0);
        expect(row.some((cell) => Number.isNaN(cell))).toBe(false);
      }
  });
});

describe('thresholds of groups', () => {
  it('bring a rate as near together as the scores allow', () => {
    const before = classFairness(judged, groups, () => 0.5);
    for (const [rate, gap] of [
      ['positiveRate', 'demographicParity'],
      ['truePositiveRate', 'equalOpportunity'],
    ] as const) {
      const own = matchedThresholds(judged, groups, rate, before.total[rate].share, 0.5);
      const after = classFairness(judged, groups, (label) => own.get(label) as number);
      expect(after[gap].difference).toBeLessThan(before[gap].difference / 3);
      // As searched one by one.
      for (const group of groups) {
        const at = (threshold: number) =>
          Math.abs(
            (classFairness(judged, [group], () => threshold).groups[0]?.[rate].share ?? Number.NaN) -
              before.total[rate].share,
          );
        const best = Math.min(...Array.from({ length: 102 }, (_, i) => at(i / 100 - 0.005)));
        expect(at(own.get(group.label) as number), group.label).toBeCloseTo(best, 12);
      }
    }
  });
});
