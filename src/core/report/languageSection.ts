/** A language model: how surprised it is by a text that it never saw, beside counts. */
import { languageFacts } from '../evaluation/languageFacts';
import type { LanguagePredictions } from '../tasks/language';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export function languageSection(judged: LanguagePredictions): Markup {
  return html`<table><thead><tr><th></th><th>Nats per character</th><th>Bits per character</th><th>Nats per token</th><th>Perplexity</th></tr></thead>
<tbody>${languageFacts(judged).map(
    ({ name, natsPerCharacter, bitsPerCharacter, natsPerToken, perplexity }) =>
      html`<tr><th scope="row">${name}</th><td>${numberText(natsPerCharacter)}</td><td>${numberText(bitsPerCharacter)}</td><td>${numberText(natsPerToken)}</td><td>${numberText(perplexity)}</td></tr>`,
  )}</tbody></table>`;
}
