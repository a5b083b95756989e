/** Answers that are labels: scores per class, what is confused, and curves. */
import { eventOf } from '../evaluation/eventOf';
import { calibration } from '../stats/calibration';
import { classReport, type ClassScores } from '../stats/classReport';
import { confusionMatrix, countAt } from '../stats/confusionMatrix';
import { prCurve } from '../stats/prCurve';
import { rankScores } from '../stats/rankScores';
import { rocCurve } from '../stats/rocCurve';
import type { ClassPredictions } from '../tasks/classification';
import type { ReportContext } from '../tasks/taskDef';
import { largestPerRow } from '../train/probabilities';
import { detectionSection } from './detectionSection';
import { html, type Markup } from './markup';
import { numberText, percentText, reportPlot } from './reportPlot';

const mostInMatrix = 30;
const mostCurves = 8;

export function classSection(judged: ClassPredictions, { run, detection }: ReportContext): Markup {
  const { labels, truth, probabilities } = judged;
  const count = labels.length;
  const matrix = confusionMatrix(truth, largestPerRow(probabilities, count), count);
  const report = classReport(matrix);
  const scores = (name: string, { precision, recall, f1 }: ClassScores, rows?: number) =>
    html`<tr><th scope="row">${name}</th><td>${percentText(precision)}</td><td>${percentText(recall)}</td><td>${percentText(f1)}</td><td>${rows === undefined ? '' : numberText(rows)}</td></tr>`;
  // With two classes, one curve says it all.
  const drawn =
    count === 2
      ? [eventOf(judged, run).index]
      : Array.from({ length: Math.min(count, mostCurves) }, (_, index) => index);
  const curves = drawn.map((index) => {
    const own = Float32Array.from(truth, (_, i) => probabilities[i * count + index] as number);
    const isOwn = Uint8Array.from(truth, (label) => (label === index ? 1 : 0));
    const ranked = rankScores(own, isOwn);
    const label = labels[index] as string;
    return { label, roc: rocCurve(ranked), pr: prCurve(ranked), calibrated: calibration(own, isOwn) };
  });
  return html`<p>Accuracy <strong>${percentText(report.accuracy)}</strong></p>
<div class="wide"><table><thead><tr><th scope="col">Class</th><th scope="col">Precision</th><th scope="col">Recall</th><th scope="col">F1</th><th scope="col">Rows</th></tr></thead>
<tbody>${report.classes.map((entry, i) => scores(labels[i] as string, entry, entry.support))}
${scores('Macro average', report.macro)}${scores('Weighted average', report.weighted)}</tbody></table></div>
${matrixTable(labels, matrix)}
${count === 2 && detection ? detectionSection(judged, run) : undefined}
<div class="plots">${reportPlot({
    title: 'ROC',
    xLabel: 'False positive rate',
    unit: true,
    diagonal: true,
    curves: curves.map(({ label, roc }) => ({
      label: `${label} (AUC ${numberText(roc.auc)})`,
      points: roc.points,
    })),
  })}${reportPlot({
    title: 'Precision over recall',
    xLabel: 'Recall',
    unit: true,
    curves: curves.map(({ label, pr }) => ({
      label: `${label} (average precision ${numberText(pr.averagePrecision)})`,
      points: pr.points,
    })),
  })}${reportPlot({
    title: 'Calibration: share that happened over predicted probability',
    xLabel: 'Predicted probability',
    unit: true,
    diagonal: true,
    curves: curves.map(({ label, calibrated }) => ({
      label: `${label} (ECE ${numberText(calibrated.ece)}, Brier ${numberText(calibrated.brier)})`,
      points: calibrated.bins.map(({ predicted, observed }) => ({ x: predicted, y: observed })),
    })),
  })}</div>${count > mostCurves ? html`<p>Curves of the first ${mostCurves} of ${numberText(count)} classes.</p>` : undefined}`;
}

function matrixTable(labels: readonly string[], matrix: ReturnType<typeof confusionMatrix>): Markup {
  if (labels.length > mostInMatrix)
    return html`<p>The confusion matrix of ${numberText(labels.length)} classes is too large to print.</p>`;
  return html`<table class="matrix"><caption>Confusion matrix: truth in rows, prediction in columns</caption>
<thead><tr><td></td>${labels.map((label) => html`<th scope="col">${label}</th>`)}</tr></thead>
<tbody>${labels.map(
    (label, row) =>
      html`<tr><th scope="row">${label}</th>${labels.map((_, column) => {
        const count = countAt(matrix, row, column);
        return html`<td class="${row === column ? 'right' : count > 0 ? 'wrong' : ''}">${numberText(count)}</td>`;
      })}</tr>`,
  )}</tbody></table>`;
}
