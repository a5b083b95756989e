/**
 * A run as one HTML file that needs nothing else: data, configuration, curves, evaluation, environment, hashes.
 * No script; its own policy forbids any. Every name and value in it is escaped text.
 */
import { lastWasBest } from '../evaluation/lastWasBest';
import { blobsOfBody, bodyOf } from '#/core/bodies/registry';
import { taskOf } from '#/core/tasks/registry';
import type { FinalFigure } from '../evaluation/finalFigure';
import { figureWords } from '../evaluation/figureWords';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Dataset, DatasetVersion } from '../protocol/dataset';
import type { MetricPoint, Model, ModelVersion, Run } from '../protocol/model';
import { ablationSection, type ReportedPair } from './ablationSection';
import { curvesSection } from './curvesSection';
import { evaluationSection } from './evaluationSection';
import { explanationsSection, type ReportedExplanation } from './explanationsSection';
import { fairnessSection, type ReportedGroups } from './fairnessSection';
import { foldsSection } from './foldsSection';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';
import { reportStyle } from './reportStyle';
import { searchSection } from './searchSection';

export interface ReportSource {
  run: Run;
  metrics: readonly MetricPoint[];
  /** What was deleted since is absent, and the report says so. */
  dataset?: Dataset;
  datasetVersion?: DatasetVersion;
  model?: Model;
  modelVersion?: ModelVersion;
  /** Of a search, its trials. */
  parts?: readonly Run[];
  judged?: ValidationPredictions;
  /** Which rows those are; the validation part by default. */
  part?: FinalFigure['part'];
  /** With the network that tells whether 4-D pays. */
  pair?: ReportedPair;
  /** Groups that were asked for. */
  groups?: readonly ReportedGroups[];
  /** What was found of the version it made. */
  explained?: readonly ReportedExplanation[];
  studioVersion: string;
  userAgent?: string;
  madeAt: number;
}

const timeText = (ms: number | undefined) =>
  ms === undefined ? undefined : new Date(ms).toISOString().replace('T', ' ').replace(/\..*/, ' UTC');

export async function runReport(source: ReportSource): Promise<string> {
  const { run, dataset, datasetVersion, model, modelVersion } = source;
  const { features, ...params } = run.params;
  const body = modelVersion?.body;
  const artifactHashes = run.artifacts.map(({ name, blob }): Pair => [`Artifact ${name}`, blob.hash]);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${run.name}</title>${reportStyle}</head>
<body><main><header><h1>${run.name}</h1>
<p>${taskOf(run.task).title} of ${run.task.target}, ${run.status}, ${timeText(run.startedAt)}</p></header>
${run.notes ? html`<section><h2>Notes</h2><p class="notes">${run.notes}</p></section>` : undefined}
<section><h2>Result</h2>${run.figure && finalFigure(run.figure)}${pairs(Object.entries(run.summary).map(([name, value]) => [name, numberText(value)]))}</section>
<section><h2>Data</h2>${pairs([
    ['Dataset', dataset?.name ?? 'deleted since'],
    ['Version', datasetVersion?.number],
    ['Rows', datasetVersion && numberText(datasetVersion.rows)],
    ['File', datasetVersion?.source.fileName],
    ['Target', run.task.target],
    ['Labels', run.task.labels?.slice(0, 100).join(', ')],
    ['Features', features === undefined ? undefined : String(features)],
    ['Divided', run.split?.how],
    [
      'Rows to learn from, for validation, for the test',
      run.split && [run.split.train, run.split.val, run.split.test].map(numberText).join(', '),
    ],
    ['Left out', run.split && run.split.notes.length > 0 ? run.split.notes.join(' ') : undefined],
  ])}</section>
<section><h2>Model and configuration</h2>${pairs([
    ['Model', model?.name ?? 'deleted since'],
    ['Version', modelVersion?.number],
    [body ? bodyOf(body).title : 'Network', body && bodyOf(body).describe(body.spec)],
    ...Object.entries(params).map(([name, value]): Pair => [name, String(value)]),
  ])}</section>
${run.sweep ? searchSection(run, source.parts ?? []) : run.crossValidation ? foldsSection(run) : await learntSections(source)}
<section><h2>Environment</h2>${pairs([
    ['Backend', run.backend],
    ['Why', run.backendReason],
    ['Started', timeText(run.startedAt)],
    ['Finished', timeText(run.finishedAt)],
    ['Studio', `Tetrad ${source.studioVersion}`],
    ['Browser that made this report', source.userAgent],
    ['Report made', timeText(source.madeAt)],
  ])}</section>
<section><h2>SHA-256</h2>${pairs([
    ['Dataset version', datasetVersion?.hash ?? modelVersion?.datasetHash],
    ['Model version', modelVersion?.hash],
    ...(body ? blobsOfBody(body) : []).map(
      ({ hash }, i): Pair => [i === 0 ? 'Weights' : `Weights ${i + 1}`, hash],
    ),
    ...artifactHashes,
  ])}</section>
</main></body></html>
`.text;
}

async function learntSections({
  run,
  metrics,
  judged,
  part,
  pair,
  groups = [],
  explained = [],
}: ReportSource): Promise<Markup> {
  const improving = lastWasBest(run);
  return html`${curvesSection(metrics)}
${improving && html`<p>${improving}</p>`}
${judged ? await evaluationSection(judged, run, part ?? 'validation') : html`<section><h2>Evaluation</h2><p>This run kept no validation predictions.</p></section>`}
${pair && ablationSection(pair)}
${fairnessSection(groups)}
${explanationsSection(explained)}`;
}

function finalFigure(figure: FinalFigure): Markup {
  const { title, value, interval, on, free, balanced, notes } = figureWords(figure, numberText);
  return html`<p>${title} <strong>${value}</strong>${interval && html` (95 % interval ${interval})`}, on ${on}${free && html`; without a model, ${free}`}.</p>${balanced && html`<p>Balanced accuracy ${balanced}.</p>`}${notes.map((note) => html`<p>${note}</p>`)}`;
}

type Pair = [name: string, value: string | number | undefined];

const pairs = (rows: Pair[]): Markup =>
  html`<table class="pairs"><tbody>${rows.map(([name, value]) =>
    value === undefined ? undefined : html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  )}</tbody></table>`;
