import { Markup } from './markup';

const light = ['#0072b2', '#d55e00', '#00805f', '#a6478b', '#7a5c00', '#3d3d9e', '#b3261e', '#4d4d4d'];
const dark = ['#56b4e9', '#f5a142', '#3fc99a', '#e58ac0', '#f0e442', '#a9a6ff', '#ff8a80', '#d0d0d0'];

const series = (colors: readonly string[]) =>
  colors.map((color, i) => `.s${i}{stroke:${color}}.k${i}::before{background:${color}}`).join('');

export const reportStyle = new Markup(`<style>
:root{--ink:#1a1e24;--ink2:#565f6c;--line:#e1e5ea;--ground:#fff;--right:#d5eaf0;--wrong:#f9dedb;--bar:${light[0]};--below:${light[1]}}
${series(light)}
@media (prefers-color-scheme:dark){:root{--ink:#e4e7ec;--ink2:#98a1af;--line:#333a45;--ground:#15181d;--right:#16303a;--wrong:#3a1a18;--bar:${dark[0]};--below:${dark[1]}}${series(dark)}}
body{margin:0;background:var(--ground);color:var(--ink);font:14px/20px system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:920px;margin:0 auto;padding:32px 16px}
h1{margin:0;font-size:24px;line-height:32px;overflow-wrap:anywhere}
h2{margin:32px 0 8px;padding-bottom:4px;border-bottom:1px solid var(--line);font-size:16px}
h3{margin:16px 0 4px;font-size:14px}
header p{margin:4px 0;color:var(--ink2)}
.notes{white-space:pre-wrap}
table{border-collapse:collapse}
th,td{padding:3px 12px 3px 0;text-align:left;font-weight:400;vertical-align:top;overflow-wrap:anywhere}
td+td,th+td,thead th+th{text-align:right}
.pairs th+td{text-align:left}
.pairs th{min-width:160px;color:var(--ink2)}
thead th,caption,figcaption{color:var(--ink2);text-align:left}
.matrix{margin:16px 0}
caption{white-space:nowrap}
.matrix th,.matrix td{padding:4px 10px;text-align:right}
.right{background:var(--right)}
.wrong{background:var(--wrong)}
.wide{overflow-x:auto}
.wide+.wide{margin-top:16px}
small{color:var(--ink2)}
.wide td,.wide thead th{white-space:nowrap}
.wide tbody th{min-width:120px}
.plots{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr));gap:16px}
figure{margin:8px 0}
svg{width:100%;height:auto}
svg text{fill:var(--ink2);font-size:11px}
.grid{stroke:var(--line)}
.level{stroke:var(--ink2);stroke-dasharray:4 4}
.curve{fill:none;stroke-width:1.75;stroke-linejoin:round}
.bar{fill:var(--bar)}
.below{fill:var(--below)}
.share{width:160px;height:10px}
.legend{margin:0;color:var(--ink2);font-size:12px}
.legend span{margin-right:12px}
.legend span::before{display:inline-block;width:12px;height:3px;margin:0 6px 3px 0;content:""}
@media print{section{break-inside:avoid}}
</style>`);
