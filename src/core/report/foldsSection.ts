/** A cross-validation: mean, spread and range of every metric, and every fold. */
import { foldsWords } from '../evaluation/foldsWords';
import { foldName } from '../protocol/crossValidation';
import type { Run } from '../protocol/model';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export function foldsSection(run: Run): Markup {
  const { folds = 0, repeats = 1, result } = run.crossValidation ?? {};
  if (!result)
    return html`<section><h2>Folds</h2><p>Of ${folds * repeats} folds not enough were judged: no mean was made.</p></section>`;
  const names = Object.keys(result.mean);
  const head = (titles: readonly string[]) =>
    html`<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>`;
  const row = (title: string, values: readonly (number | undefined)[]) =>
    html`<tr><th scope="row">${title}</th>${values.map((value) => html`<td>${numberText(value)}</td>`)}</tr>`;
  return html`<section><h2>Spread over the folds</h2><p>${foldsWords(run, result.folds.length).join(' ')}</p>
<div class="wide"><table>${head(['Metric', 'Mean', 'SD', 'Lowest', 'Highest'])}<tbody>${names.map((name) => {
    const values = result.folds.map(({ metrics }) => metrics[name] as number);
    return row(name, [result.mean[name], result.sd[name], Math.min(...values), Math.max(...values)]);
  })}</tbody></table></div></section>
<section><h2>Folds</h2><div class="wide"><table>${head(['Fold', ...names])}<tbody>${result.folds.map((fold) =>
    row(
      foldName(fold, repeats),
      names.map((name) => fold.metrics[name]),
    ),
  )}</tbody></table></div></section>`;
}
