/** What was found of why the model answers as it does: of each method the newest, in figures. */
import type { Importance, Peak } from '../explain/summarize';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export interface ReportedExplanation {
  /** "Permutation importance" */
  title: string;
  /** Of one answer: which sample of the dataset. */
  sample?: number;
  measure: string;
  baseName: string;
  baseValue: number;
  /** Figures of columns, or of words. */
  columns?: readonly Importance[];
  /** Where a map is largest, in words. */
  largest?: Peak;
  /** The most that values and mean answer miss an answer by. */
  additivityError?: number;
  /** SHA-256 of the file with all values. */
  hash?: string;
}

const mostColumns = 15;
const barWidth = 160;

export const explanationsSection = (found: readonly ReportedExplanation[]): Markup | undefined =>
  found.length === 0 ? undefined : html`<section><h2>Explanations</h2>${found.map(explanation)}</section>`;

function explanation(one: ReportedExplanation): Markup {
  const { title, sample, measure, baseName, baseValue, columns, largest, additivityError, hash } = one;
  return html`<h3>${title}${sample === undefined ? undefined : `, sample ${sample}`}</h3>
<p>${measure}. ${baseName} ${numberText(baseValue)}.${largest && html` ${largestText(largest)}`}${additivityError === undefined ? undefined : ` Values add up to ${numberText(additivityError)}.`}${hash && html` File <code>${hash.slice(0, 12)}</code>.`}</p>
${columns && table(columns)}`;
}

function table(columns: readonly Importance[]): Markup {
  const sorted = columns.toSorted((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
  const shown = sorted.slice(0, mostColumns);
  const most = Math.abs(shown[0]?.mean ?? 0) || 1;
  return html`<div class="wide"><table><tbody>${shown.map(({ name, mean, sd }) => {
    const width = Math.round((barWidth * Math.abs(mean)) / most);
    return html`<tr><th scope="row">${name || '(empty)'}</th><td>${numberText(mean)}${sd === undefined ? undefined : html` ± ${numberText(sd)}`}</td><td><svg class="share" viewBox="0 0 ${barWidth} 10" aria-hidden="true"><rect class="${mean < 0 ? 'below' : 'bar'}" width="${width}" height="10"/></svg></td></tr>`;
  })}</tbody></table></div>
${sorted.length > shown.length ? html`<p>The first ${shown.length} of ${sorted.length}.</p>` : undefined}`;
}

const largestText = ({ time, x, y, z, part, value }: Peak): string =>
  `Largest at time ${time + 1}, place ${[x, y, z].map((at) => at + 1).join(', ')}${part && ` (${part})`}: ${numberText(value)}.`;
