import type { MetricDef } from '../metrics/metricDef';

/** What is lost of a metric, in words: "Drop in accuracy", "Rise in MAE". */
export const lossPhrase = ({ better, title }: MetricDef): string =>
  `${better === 'higher' ? 'Drop' : 'Rise'} in ${inside(title)}`;

/** A title inside a phrase: "accuracy", but "R²" and "MAE". */
const inside = (title: string): string => title.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase());
