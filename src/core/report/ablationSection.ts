/** Whether 4-D pays, in the words of the page. */
import { ablationMetrics, type AblationPair } from '../evaluation/ablationPair';
import { ablationVerdict, notTested } from '../evaluation/ablationVerdict';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export interface ReportedPair extends AblationPair {
  /** What both answered on the part; absent in runs of before. */
  judged?: { full: ValidationPredictions; ablation: ValidationPredictions };
}

export function ablationSection({ full, ablation, part, judged }: ReportedPair): Markup {
  const { text } = judged ? ablationVerdict(judged.full, judged.ablation, part) : notTested;
  const shown = ablationMetrics.filter(
    (name) => full.summary[name] !== undefined && ablation.summary[name] !== undefined,
  );
  return html`<section><h2>Does 4-D pay?</h2><p><strong>${text}</strong></p>
<div class="wide"><table><thead><tr><th scope="col">Figure</th><th scope="col">4-D: ${full.name}</th><th scope="col">3-D, time as channels: ${ablation.name}</th></tr></thead>
<tbody>${shown.map(
    (name) =>
      html`<tr><th scope="row">${name}</th><td>${numberText(full.summary[name])}</td><td>${numberText(ablation.summary[name])}</td></tr>`,
  )}</tbody></table></div></section>`;
}
