import type { FinalFigure } from '../evaluation/finalFigure';
import { isDetection } from '../evaluation/isDetection';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Run } from '../protocol/model';
import { tasks } from '../tasks/registry';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export function evaluationSection(
  judged: ValidationPredictions,
  run: Pick<Run, 'event' | 'task' | 'params'>,
  part: FinalFigure['part'],
): Markup {
  const rows =
    judged.rows.length < judged.totalRows
      ? `a uniform sample of ${numberText(judged.rows.length)} of the ${numberText(judged.totalRows)} ${part} rows`
      : `the ${numberText(judged.totalRows)} ${part} rows`;
  return html`<section><h2>Evaluation</h2><p>On ${rows}, with the weights the run kept.</p>
${tasks.get(judged.kind).report(judged, { run, detection: isDetection(run) })}</section>`;
}
