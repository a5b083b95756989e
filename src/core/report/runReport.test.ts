import { describe, expect, it } from 'vitest';
import type { Run } from '../protocol/model';
import { trainConfig } from '../protocol/train';
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
  task: { kind: 'classification', target: evil, labels: [evil, 'no'] },
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
  it('holds no tag, attribute or script that came from a name', () => {
    const text = runReport({
      ...source,
      userAgent: evil,
      judged: {
        kind: 'classification',
        totalRows: 4,
        rows: Uint32Array.of(0, 1, 2, 3),
        labels: [evil, 'no'],
        truth: Int32Array.of(0, 1, 1, 0),
        probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3),
      },
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

  it('reports the chosen event at fixed rates of false alarms', () => {
    const judged = {
      kind: 'classification' as const,
      totalRows: 4,
      rows: Uint32Array.of(0, 1, 2, 3),
      labels: ['chirp', 'noise'],
      truth: Int32Array.of(0, 1, 1, 0),
      probabilities: Float32Array.of(0.9, 0.1, 0.2, 0.8, 0.7, 0.3, 0.6, 0.4),
    };
    const detector = { ...run, params: { family: 'cnn4d' }, event: 'chirp' };
    const text = runReport({ ...source, run: detector, judged });
    expect(text).toContain('Detecting chirp');
    // One of two chirps is above both quiet samples.
    expect(text).toContain('<td>50.0 % (9.5 % to 90.5 %)</td>');
    expect(text).toMatch(/chirp \(AUC 0\.75\)/);
    expect(runReport({ ...source, run: { ...detector, event: 'noise' }, judged })).toContain(
      'Detecting noise',
    );
  });

  it('says what is gone or was never kept', () => {
    const text = runReport(source);
    expect(text).toContain('deleted since');
    expect(text).toContain('kept no validation predictions');
    expect(text).not.toMatch(/undefined|NaN/);
  });

  it('reports a regression', () => {
    const text = runReport({
      ...source,
      run: { ...run, task: { kind: 'regression', target: 'y' } },
      judged: {
        kind: 'regression',
        totalRows: 200_000,
        rows: Uint32Array.of(0, 1),
        truth: Float64Array.of(1, 3),
        predicted: Float64Array.of(2, 3),
      },
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
