import { expect, it } from 'vitest';
import { acknowledged, type Alert, judgedAlert, snoozed } from './alerts';

const rule: Alert = {
  id: 'a',
  modelId: 'm',
  measure: 'errorRate',
  threshold: 0.1,
  minutes: 60,
  severity: 'critical',
  status: 'quiet',
  addedAt: 0,
  history: [],
};

it('tells once when it is crossed, and again after it was not', () => {
  const first = judgedAlert(rule, { value: 0.2 }, 1);
  expect(first).toMatchObject({ fired: true, alert: { status: 'firing', value: 0.2, checkedAt: 1 } });
  expect(first.alert.history).toEqual([{ at: 1, what: 'Crossed: 20.0 %, above 10.0 %' }]);
  const second = judgedAlert(first.alert, { value: 0.3 }, 2);
  expect(second).toMatchObject({ fired: false, alert: { status: 'firing' } });
  const seen = acknowledged(second.alert, 3);
  expect(seen.status).toBe('acknowledged');
  expect(judgedAlert(seen, { value: 0.3 }, 4)).toMatchObject({
    fired: false,
    alert: { status: 'acknowledged' },
  });
  const back = judgedAlert(seen, { value: 0.1 }, 5);
  expect(back).toMatchObject({ fired: false, alert: { status: 'quiet' } });
  expect(judgedAlert(back.alert, { value: 0.11 }, 6).fired).toBe(true);
});

it('says nothing of what is not known, and accuracy is crossed below', () => {
  const firing = judgedAlert(rule, { value: 0.2 }, 1).alert;
  const unknown = judgedAlert(firing, { why: 'Only 3 calls.' }, 2);
  expect(unknown).toMatchObject({
    fired: false,
    alert: { status: 'firing', checkedAt: 2, why: 'Only 3 calls.' },
  });
  expect(unknown.alert.value).toBeUndefined();
  const accuracy: Alert = { ...rule, measure: 'accuracy', threshold: 0.9 };
  expect(judgedAlert(accuracy, { value: 0.95 }, 1).fired).toBe(false);
  expect(judgedAlert(accuracy, { value: 0.85 }, 1).fired).toBe(true);
});

it('is silent while it is snoozed, and tells afterwards what is still crossed', () => {
  const quiet = snoozed(judgedAlert(rule, { value: 0.2 }, 0).alert, 0, 1);
  expect(quiet.status).toBe('quiet');
  expect(judgedAlert(quiet, { value: 0.2 }, 59_000)).toMatchObject({
    fired: false,
    alert: { status: 'quiet' },
  });
  const after = judgedAlert(quiet, { value: 0.2 }, 60_001);
  expect(after.fired).toBe(true);
  expect(after.alert.snoozedUntil).toBeUndefined();
});

it('keeps the last 50 of its history', () => {
  let alert = rule;
  for (let i = 0; i < 80; i++) alert = judgedAlert(alert, { value: i % 2 === 0 ? 0.2 : 0 }, i).alert;
  expect(alert.history).toHaveLength(50);
  expect(alert.history.at(-1)?.what).toBe('Back: 0.0 %');
});
