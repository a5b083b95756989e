/** A search: what it was asked, what it says of its settings, every trial with the best first. */
import type { Run } from '../protocol/model';
import { importanceOf, sweepWords } from '../sweeps/importance/explainSweep';
import { ranked, type Trial, trialsOf } from '../sweeps/trials';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

/** More would make no reader wiser. */
const mostRows = 500;

export function searchSection({ sweep }: Run, parts: readonly Run[]): Markup | undefined {
  if (!sweep) return undefined;
  const trials = trialsOf(sweep, parts);
  const best = ranked(sweep, trials);
  const importance = importanceOf(sweep, trials);
  const words = sweepWords(sweep, trials, importance, (name) => name, String);
  const ended = new Set(best);
  const rows = [...best, ...trials.filter((trial) => !ended.has(trial))];
  const names = Object.keys(sweep.space);
  const { method, pruner, objectives, earlier = [] } = sweep;
  return html`<section><h2>Search</h2><p>${trials.length} of ${sweep.trials} trials by ${method}${pruner === 'none' ? '' : `, bad ones stopped by ${pruner}`}${earlier.length > 0 ? `, told of ${earlier.length} earlier runs` : ''}; the best by ${objectives.map(({ metric, better }) => `${metric}, ${better}`).join(' and ')} ${sweep.folds === undefined ? 'of the validation rows, which chose it' : `over ${sweep.folds} folds, the mean and the standard deviation, which chose it`}.</p>
${words.map((text) => html`<p>${text}</p>`)}
${importance && html`<table class="pairs"><tbody>${importance.map(({ name, share }) => html`<tr><th scope="row">${name}</th><td>explains ${Math.round(share * 100)} %</td></tr>`)}</tbody></table>`}
<div class="wide"><table><thead><tr><th scope="col">Trial</th><th scope="col">State</th>${objectives.map(({ metric }) => html`<th scope="col">${metric}</th>`)}<th scope="col">Epochs</th>${names.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows.slice(0, mostRows).map((trial) => rowOf(trial, names, objectives.length))}</tbody></table></div>
${rows.length > mostRows ? html`<p>The first ${mostRows} of ${rows.length} trials.</p>` : undefined}</section>`;
}

const rowOf = (
  { number, state, why, values, spread, epochs, params }: Trial,
  names: readonly string[],
  figures: number,
) =>
  html`<tr><th scope="row">${number + 1}</th><td>${why ? `${state}: ${why}` : state}</td>${Array.from({ length: figures }, (_, at) => html`<td>${numberText(values?.[at])}${spread && ` ± ${numberText(spread[at])}`}</td>`)}<td>${epochs}</td>${names.map((name) => html`<td>${params[name] === undefined ? '–' : String(params[name])}</td>`)}</tr>`;
