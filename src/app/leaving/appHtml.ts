/** The page that holds a model: its style, its parts as text, and a policy that lets nothing out. */
import type { LeavingModel } from '#/core/leaving/leavingModel';
import { runtimeLicense } from './runtimeLicense';

export interface AppPieces {
  model: LeavingModel;
  /** As JSON. */
  examples: string;
  /** The program. */
  script: string;
  /** gzip in base64. */
  onnx: string;
  wasm: string;
  glue: string;
}

const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
].join('; ');

const style = `
:root { color-scheme: light dark; --line: light-dark(#d5d9e0, #3a3f4a); --quiet: light-dark(#5b6472, #a2abba); --face: light-dark(#fff, #1b1e24); --accent: light-dark(#2f5fd0, #8fb1ff); }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px 16px 48px; font: 15px/1.5 system-ui, sans-serif; background: light-dark(#f6f7f9, #14161a); color: light-dark(#1b1f27, #e8ebf0); }
main { max-width: 960px; margin: 0 auto; display: grid; gap: 16px; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0; }
.quiet { color: var(--quiet); }
#page { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 16px; align-items: start; }
#page > div { display: grid; gap: 12px; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 12px; }
.fields label { display: grid; gap: 4px; font-size: 13px; align-content: end; }
.fields span { overflow-wrap: anywhere; }
input, select, button { font: inherit; color: inherit; background: var(--face); border: 1px solid var(--line); border-radius: 6px; padding: 7px 10px; min-width: 0; width: 100%; }
button { width: auto; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
.examples { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 12px; }
.zone { display: grid; gap: 8px; padding: 16px; border: 1px dashed var(--line); border-radius: 8px; margin-bottom: 12px; }
.answer, figure { border: 1px solid var(--line); background: var(--face); border-radius: 8px; padding: 16px; margin: 0; display: grid; gap: 12px; }
.answer button { justify-self: start; }
.value strong { font-size: 22px; overflow-wrap: anywhere; }
.bars, .pairs { display: grid; grid-template-columns: minmax(60px, auto) minmax(0, 1fr); gap: 4px 12px; margin: 0; }
.bars dd, .pairs dd { margin: 0; display: flex; gap: 8px; align-items: center; font-variant-numeric: tabular-nums; }
.bars dt, .pairs dt { overflow-wrap: anywhere; }
meter { flex: 1; min-width: 0; height: 12px; }
canvas { width: min(100%, 260px); image-rendering: pixelated; border: 1px solid var(--line); }
.remarks { margin: 0; padding-left: 18px; font-size: 13px; }
.remarks:empty { display: none; }
.refused { color: light-dark(#b3261e, #ff9a92); }
footer { font-size: 13px; color: var(--quiet); border-top: 1px solid var(--line); padding-top: 12px; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; font-size: 12px; }
@media (max-width: 700px) { #page { grid-template-columns: minmax(0, 1fr); } }
`;

const text = (value: string): string =>
  value.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** As a string of a script: nothing in it ends the element. */
const json = (value: string): string => value.replaceAll('<', '\\u003c');
const script = (value: string): string =>
  value.replaceAll(/<(?=\/script)/gi, '\\x3c').replaceAll('<!--', '\\x3c!--');

export function appHtml({ model, examples, script: program, onnx, wasm, glue }: AppPieces): string[] {
  const title = `${model.name}, version ${model.version}`;
  return [
    `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${text(title)}</title>
<style>${style}</style>
<main>
<header>
<h1>${text(title)}</h1>
${model.description ? `<p>${text(model.description)}</p>` : ''}
<p class="quiet">The model is in this file and answers on this device. Nothing is sent anywhere.</p>
</header>
<noscript>This page needs JavaScript.</noscript>
<div id="page"></div>
<footer>
Model ${text(model.hash.slice(0, 16))}. Run by ONNX Runtime.
<details><summary>License of ONNX Runtime</summary><pre>${text(runtimeLicense)}</pre></details>
</footer>
</main>
<script type="application/json" id="model">${json(JSON.stringify(model))}</script>
<script type="application/json" id="examples">${json(examples)}</script>
<script type="text/plain" id="onnx">`,
    onnx,
    '</script>\n<script type="text/plain" id="glue">',
    glue,
    '</script>\n<script type="text/plain" id="wasm">',
    wasm,
    '</script>\n<script type="module">',
    script(program),
    '</script>\n</html>\n',
  ];
}
