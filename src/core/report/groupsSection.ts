/** Groups: how many rows each holds, and how well they lie in it. */
import { meanOf } from '../clusters/groupScores';
import type { GroupPredictions } from '../tasks/clustering';
import { html, type Markup } from './markup';
import { numberText, percentText } from './reportPlot';

export function groupsSection({ labels, group, silhouette }: GroupPredictions): Markup {
  const rows = labels.map((label, i) => {
    const own = silhouette.filter((_, row) => group[row] === i);
    return { label, count: own.length, silhouette: meanOf(own) };
  });
  return html`<table><thead><tr><th></th><th>Rows</th><th>Share</th><th>Silhouette</th></tr></thead>
<tbody>${rows.map(
    ({ label, count, silhouette: mean }) =>
      html`<tr><th scope="row">${label}</th><td>${numberText(count)}</td><td>${percentText(count / group.length)}</td><td>${numberText(mean)}</td></tr>`,
  )}</tbody></table>`;
}
