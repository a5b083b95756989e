import { describe, expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import { trainConfig } from '../protocol/train';
import type { ClassPredictions } from '../tasks/classification';
import type { ForecastPredictions } from '../tasks/forecast';
import type { NumberPredictions } from '../tasks/regression';
import { fairnessOf } from '../fairness/fairnessOf';
import { escapeHtml, html } from './markup';
import { runReport } from './runReport';

const evil = `</title><script>alert(1)</script><img src=x onerror='a' "b">&amp;`;

const run: Run = {
  id: 'r',
  experimentId: 'e',
  jobId: 'j',
  name: evil,
  status: 'finished',
  startedAt: 0,
  modelId: 'm',
  datasetId: 'd',
  datasetVersionId: 'v',
  params: { [evil]: evil, epochs: 3 },
  summary: { valLoss: 0.25, [evil]: 1 },
  tags: {},
  artifacts: [{ name: evil, blob: { hash: 'ab'.repeat(32), bytes: 1 } }],
  config: trainConfig.parse({}),
  task: { type: 'classification', target: evil, labels: [evil, 'no'] },
  backend: evil,
  notes: evil,
};
const point = (epoch: number, value: number) => ({
  runId: 'r',
  name: 'valLoss',
  step: epoch,
  epoch,
  timestamp: 0,
  value,
});
const source = { run, metrics: [point(1, 1), point(2, 0.5)], studioVersion: '1', madeAt: 0 };

/** Tags that are really there, with their attributes. */
const tagsOf = (text: string) => [...text.matchAll(/<([a-z0-9]+)((?:\s[^<>]*)?)>/g)];

describe('runReport', () => {
  it('holds no tag, attribute or script that came from a name', async () => {
    const judged: ClassPredictions = {
      kind: 'classification',
      totalRows: 4,
      rows: Uint32Array.of(0, 1, 2, 3),
      labels: [evil, 'no'],
      truth: Int32Array.of(0, 1, 1, 0),
      probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3),
    };
    const text = await runReport({
      ...source,
      userAgent: evil,
      judged,
    });
    const tags = tagsOf(text);
    expect(tags.map(([, name]) => name)).not.toContain('script');
    expect(tags.map(([, name]) => name)).not.toContain('img');
    // Attribute values stay inside their quotes.
    for (const [, , attributes = ''] of tags) {
      expect(attributes).not.toMatch(/^\s*(src|href|on\w+)=/);
      expect(attributes).toMatch(/^(\s+[\w-]+="[^"]*")*\s*\/?$|^ html$/);
    }
    expect(text).toContain("default-src 'none'");
    expect(text).toContain(escapeHtml(evil));
    expect(text).toContain('ab'.repeat(32));
    expect(text).toContain('Accuracy <strong>75.0 %</strong>');
    expect(text).toContain('class="curve s0"');
  });

  it('reports the chosen event at fixed rates of false alarms', async () => {
    const judged = {
      kind: 'classification' as const,
      totalRows: 4,
      rows: Uint32Array.of(0, 1, 2, 3),
      labels: ['chirp', 'noise'],
      truth: Int32Array.of(0, 1, 1, 0),
      probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4),
    };
    const detector = { ...run, params: { family: 'cnn4d' }, event: 'chirp' };
    const text = await runReport({ ...source, run: detector, judged });
    expect(text).toContain('Detecting chirp');
    // One of two chirps is above both quiet samples.
    expect(text).toContain('<td>50.0 % (9.5 % to 90.5 %)</td>');
    // At one half both are found, and one of two quiet samples raises an alarm.
    expect(text).toMatch(
      /Threshold 0\.5<\/th><td>100\.0 % \(34\.2 % to 100\.0 %\)<\/td><td>50\.0 % \(9\.5 % to 90\.5 %\)/,
    );
    expect(text).toContain('needs 100 quiet samples (there are 2): told without any false alarm');
    expect(text).toContain('Not a medical device');
    expect(text).toMatch(/chirp \(AUC 0\.75\)/);
    expect(await runReport({ ...source, run: { ...detector, event: 'noise' }, judged })).toContain(
      'Detecting noise',
    );
  });

  it('draws what was measured at steps between the epochs, and leaves out what nobody logged', async () => {
    const text = await runReport({
      ...source,
      metrics: [
        { ...point(1, 1), step: 10 },
        { ...point(2, 0.5), step: 20 },
        ...['gradientNorm', 'updateRatio'].flatMap((name) =>
          [5, 10, 20].map((step) => ({ ...point(1, 1 / step), name, step })),
        ),
      ],
    });
    expect(text).toContain('<figcaption>Gradient norm</figcaption>');
    expect(text).toContain('<figcaption>Update-to-weight ratio</figcaption>');
    expect(text).not.toContain('<figcaption>Time left (s)</figcaption>');
    // Step 5 of 10 lies at half an epoch, a quarter of the way to the second.
    const [, path] = /Gradient norm<\/figcaption>.*?class="curve s0" d="(.*?)"/s.exec(text) ?? [];
    const at = [...(path ?? '').matchAll(/[ML](\S+) /g)].map(([, x]) => Number(x));
    expect(((at[1] ?? 0) - (at[0] ?? 0)) / ((at[2] ?? 0) - (at[0] ?? 0))).toBeCloseTo(1 / 3, 2);
  });

  const lead = (steps: number, model: number) => ({
    lead: steps,
    forecasts: 12,
    rmse: { model, persistence: 2, climatology: 3 },
    correlation: { model: 0.9, persistence: 0.5 },
  });
  const forecast = (errors: number[]): ForecastPredictions => ({
    kind: 'forecast',
    totalRows: errors.length,
    rows: Uint32Array.from(errors, (_, i) => i),
    errors: Float64Array.from(errors),
    channels: [{ channel: 'wind', unit: 'm/s', leads: [lead(1, 1), lead(2, 1.5)] }],
  });

  it('tells a forecast by lead time: skill, verdict, correlation, curves', async () => {
    const text = await runReport({ ...source, judged: forecast([1]) });
    expect(text).toContain('<h3>wind (m/s)</h3>');
    expect(text).toContain(
      'One step ahead the error is 50.0 % smaller than of assuming that nothing changes.',
    );
    expect(text).toMatch(/<th scope="row">1<\/th><td>0\.500<\/td><td>1<\/td><td>2<\/td>/);
    expect(text).toMatch(/<th scope="row">2<\/th><td>0\.250<\/td>/);
    expect(text).toContain('RMSE of wind by lead time');
  });

  it('says whether 4-D pays, in the words of the page', async () => {
    const full = { ...run, name: 'full', summary: { valRmse: 1, valSkill: 0.5 } };
    const ablation = { ...run, id: 'a', name: 'flat', summary: { valRmse: 2 } };
    const errors = Array.from({ length: 60 }, (_, i) => 1 + (i % 7) / 10);
    const judged = { full: forecast(errors), ablation: forecast(errors.map((error) => 2 * error)) };
    const text = await runReport({ ...source, pair: { full, ablation, part: 'test', judged } });
    expect(text).toContain('Does 4-D pay?');
    expect(text).toMatch(/4-D pays: on the part kept for a test its squared error is 50\.0 % smaller/);
    expect(text).toMatch(/valRmse<\/th><td>1<\/td><td>2<\/td>/);
    expect(text).not.toContain('valSkill</th>');
    expect(await runReport({ ...source, pair: { full, ablation, part: 'test' } })).toContain(
      'cannot be tested',
    );
  });

  it('reports a cross-validation by its folds: mean, spread, range and each of them', async () => {
    const fold = (index: number, valAccuracy: number) => ({
      repeat: 0,
      index,
      runId: `f${index}`,
      modelVersionId: `v${index}`,
      metrics: { valAccuracy },
    });
    const result = {
      folds: [fold(0, 0.5), fold(2, 1)],
      mean: { valAccuracy: 0.75 },
      sd: { valAccuracy: 0.353553 },
      leftOut: [{ repeat: 0, index: 1 }],
    };
    const folded = { ...run, crossValidation: { folds: 3, repeats: 1, result } };
    const text = await runReport({ ...source, run: folded });
    expect(text).toContain(
      '<th scope="row">valAccuracy</th><td>0.75</td><td>0.353553</td><td>0.5</td><td>1</td>',
    );
    expect(text).toContain('<th scope="row">Fold 3</th><td>1</td>');
    expect(text).toContain('1 fold was cancelled and counts in nothing.');
    expect(text).not.toContain('kept no validation predictions');
    expect(
      await runReport({ ...source, run: { ...folded, crossValidation: { folds: 3, repeats: 1 } } }),
    ).toContain('no mean was made');
  });

  it('tells groups that were asked for: rates, gaps, and groups too small to compare', async () => {
    const count = 80;
    const judged: ClassPredictions = {
      kind: 'classification',
      totalRows: count,
      rows: Uint32Array.from({ length: count }, (_, i) => i),
      labels: ['no', 'yes'],
      truth: Int32Array.from({ length: count }, (_, i) => Number(i % 4 < 2)),
      probabilities: Float32Array.from({ length: 2 * count }, (_, i) => {
        const row = i >> 1;
        const yes = row % 2 === 0 || (row < 40 && row % 4 === 1) ? 0.9 : 0.2;
        return i % 2 === 1 ? yes : 1 - yes;
      }),
    };
    const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
    const groups = [
      { label: '<b>A', members: range(0, 40) },
      { label: 'B', members: range(40, 76) },
      { label: '', members: range(76, 80) },
    ];
    const found = fairnessOf(judged, groups, 1, () => 0.5);
    const text = await runReport({ ...source, groups: [{ column: 'sex', found }] });
    expect(text).toContain('Groups of sex');
    expect(text).toContain('&lt;b&gt;A');
    expect(text).toContain('(empty) (few rows)');
    // A: 20 even rows and 10 more are called so, of 40; B: 18 of 36.
    expect(text).toMatch(/75\.0 %<br><small>59\.8 to 85\.8/);
    expect(text).toMatch(/Demographic parity: positive rate<\/th><td>25\.0 \(/);
    expect(text).not.toMatch(/undefined|NaN/);
    const numbers: NumberPredictions = {
      kind: 'regression',
      totalRows: count,
      rows: judged.rows,
      truth: new Float64Array(count),
      predicted: Float64Array.from({ length: count }, (_, i) => (i < 40 ? 1 : -3)),
    };
    const errors = fairnessOf(numbers, groups, 0, () => 0.5);
    const told = await runReport({ ...source, groups: [{ column: 'sex', found: errors }] });
    expect(told).toMatch(/MAE differs by 2 between groups/);
    expect(told).not.toMatch(/undefined|NaN/);
  });

  it('tells what was found of the version: columns with bars, the largest of a map, additivity', async () => {
    const text = await runReport({
      ...source,
      explained: [
        {
          title: 'Permutation importance',
          measure: 'Drop in accuracy',
          baseName: 'Accuracy',
          baseValue: 0.9,
          columns: [
            { name: '<i>x', mean: 0.25, sd: 0.125 },
            { name: 'y', mean: -0.5 },
            ...Array.from({ length: 20 }, (_, i) => ({ name: `z${i}`, mean: 0.01 })),
          ],
          hash: 'abcdef0123456789',
        },
        {
          title: 'Integrated gradients',
          sample: 3,
          measure: 'Share of the score',
          baseName: 'score',
          baseValue: 2,
          largest: { time: 1, x: 2, y: 3, z: 0, part: 'u', value: 0.5 },
          additivityError: 0.001,
        },
      ],
    });
    expect(text).toContain('&lt;i&gt;x');
    expect(text).toContain('0.25 ± 0.125');
    expect(text).toMatch(/class="below" width="160"/);
    expect(text).toContain('The first 15 of 22.');
    expect(text).toContain('Integrated gradients, sample 3');
    expect(text).toContain('Largest at time 2, place 3, 4, 1 (u): 0.5.');
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it('says what is gone or was never kept', async () => {
    const text = await runReport(source);
    expect(text).toContain('deleted since');
    expect(text).toContain('kept no validation predictions');
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it('reports a regression', async () => {
    const judged: NumberPredictions = {
      kind: 'regression',
      totalRows: 200_000,
      rows: Uint32Array.of(0, 1),
      truth: Float64Array.of(1, 3),
      predicted: Float64Array.of(2, 3),
    };
    const text = await runReport({
      ...source,
      run: { ...run, task: { type: 'regression', target: 'y' } },
      judged,
    });
    expect(text).toContain('a uniform sample of 2 of the 200,000 validation rows');
    expect(text).toMatch(/RMSE<\/th><td>0\.707107/);
    expect(text).not.toMatch(/undefined|NaN/);
  });
});

it('escapes every part but markup', () => {
  expect(html`<p title="${'"<'}">${['&', html`<b>${"'"}</b>`, 3, undefined]}</p>`.text).toBe(
    '<p title="&quot;&lt;">&amp;<b>&#39;</b>3</p>',
  );
  expect(escapeHtml('a\u0000\u001b\ud800é')).toBe('a���é');
});
