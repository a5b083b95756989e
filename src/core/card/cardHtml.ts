import { html } from '../report/markup';
import { reportStyle } from '../report/reportStyle';
import type { ModelCard } from './modelCard';

/** One file without scripts; its own policy forbids any. Every name and value in it is escaped text. */
export const cardHtml = ({ title, lead, sections }: ModelCard): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>${reportStyle}</head>
<body><main><header><h1>${title}</h1><p>${lead}</p></header>
${sections.map(
  ({ title: heading, texts, pairs, table }) => html`<section><h2>${heading}</h2>
${texts.map((text) => html`<p class="notes">${text}</p>`)}
${pairs.length > 0 ? pairsTable(pairs) : undefined}
${
  table &&
  html`<div class="wide"><table><thead><tr>${table.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`
}
</section>`,
)}
</main></body></html>
`.text;

const pairsTable = (pairs: [string, string][]) =>
  html`<table class="pairs"><tbody>${pairs.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`)}</tbody></table>`;
