/** Rules that watch a model in use, and what becomes of them. A rule tells once when it is crossed, and again only after it was not. */
export const alertMeasures = ['errorRate', 'latencyP95Ms', 'accuracy', 'estimate', 'drifted'] as const;
export type AlertMeasure = (typeof alertMeasures)[number];
export const alertSeverities = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof alertSeverities)[number];
export const alertStatuses = ['quiet', 'firing', 'acknowledged'] as const;
export type AlertStatus = (typeof alertStatuses)[number];

interface MeasureDef {
  /** In the middle of a sentence. */
  words: string;
  /** Crossed above the threshold, or below it. */
  crossedWhen: 'above' | 'below';
  text(value: number): string;
  most: number;
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

export const measureOf: Record<AlertMeasure, MeasureDef> = {
  errorRate: { words: 'share of calls that failed', crossedWhen: 'above', text: percent, most: 1 },
  latencyP95Ms: {
    words: 'time within which 95 of 100 calls were answered',
    crossedWhen: 'above',
    text: (value) => `${value.toFixed(1)} ms`,
    most: 3_600_000,
  },
  accuracy: {
    words: 'share of answers that labels say are right',
    crossedWhen: 'below',
    text: percent,
    most: 1,
  },
  estimate: { words: 'estimated share of right answers', crossedWhen: 'below', text: percent, most: 1 },
  drifted: {
    words: 'count of columns that drifted in the newest comparison',
    crossedWhen: 'above',
    text: (value) => String(value),
    most: 1_000_000,
  },
};

export interface Alert {
  id: string;
  modelId: string;
  measure: AlertMeasure;
  threshold: number;
  /** How far back calls and answers are looked at. */
  minutes: number;
  /** Of `drifted`: this one alone. */
  column?: string;
  severity: AlertSeverity;
  /** Where it is told; its host is asked only while a person allows it. */
  webhook?: string;
  status: AlertStatus;
  addedAt: number;
  snoozedUntil?: number;
  /** As it was last looked at; without a value `why` says what was lacking. */
  checkedAt?: number;
  value?: number;
  why?: string;
  /** `failed`: a webhook that was not told, or of which that is not known. */
  history: { at: number; what: string; failed?: true }[];
}

const mostHistory = 50;
export const noted = (alert: Alert, at: number, what: string, failed = false): Alert => ({
  ...alert,
  history: [...alert.history, { at, what, ...(failed && { failed: true as const }) }].slice(-mostHistory),
});

/** What is known of a measure now, or why nothing is. */
export type Known = { value: number } | { why: string };

type Rule = Pick<Alert, 'measure' | 'column'>;
export const ruleWords = ({ measure, column }: Rule): string =>
  column === undefined ? measureOf[measure].words : `drift of the column "${column}"`;
export const valueText = ({ measure, column }: Rule, value: number): string =>
  column === undefined ? measureOf[measure].text(value) : value > 0 ? 'drifted' : 'as before';

export const alertWords = (rule: Rule, value: number): string =>
  `${ruleWords(rule)}: ${valueText(rule, value)}`;

/** After a look. `fired`: it is crossed, and was not before. What is not known leaves it as it was. */
export function judgedAlert(alert: Alert, known: Known, at: number): { alert: Alert; fired: boolean } {
  const { value: _value, why: _why, ...rest } = alert;
  if ('why' in known) return { alert: { ...rest, checkedAt: at, why: known.why }, fired: false };
  const { value } = known;
  const { snoozedUntil, ...awake } = { ...rest, checkedAt: at, value };
  const snoozed = snoozedUntil !== undefined && snoozedUntil > at;
  const next: Alert = snoozed ? { ...awake, snoozedUntil } : awake;
  const { crossedWhen } = measureOf[alert.measure];
  const text = (one: number) => valueText(alert, one);
  const crossed = crossedWhen === 'above' ? value > alert.threshold : value < alert.threshold;
  if (crossed && next.status === 'quiet' && !snoozed) {
    const what =
      alert.column === undefined
        ? `Crossed: ${text(value)}, ${crossedWhen} ${text(alert.threshold)}`
        : `Crossed: ${text(value)}`;
    return { alert: noted({ ...next, status: 'firing' }, at, what), fired: true };
  }
  return !crossed && next.status !== 'quiet'
    ? { alert: noted({ ...next, status: 'quiet' }, at, `Back: ${text(value)}`), fired: false }
    : { alert: next, fired: false };
}

export function acknowledged(alert: Alert, at: number): Alert {
  return alert.status === 'firing' ? noted({ ...alert, status: 'acknowledged' }, at, 'Acknowledged') : alert;
}

/** Until then it does not tell; what is crossed afterwards, or still, tells anew. */
export function snoozed(alert: Alert, at: number, minutes: number): Alert {
  return noted(
    { ...alert, status: 'quiet', snoozedUntil: at + minutes * 60_000 },
    at,
    `Snoozed for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
  );
}
