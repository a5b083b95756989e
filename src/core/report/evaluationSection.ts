import type { FinalFigure } from '../evaluation/finalFigure';
import { isDetection } from '../evaluation/isDetection';
import type { ValidationPredictions } from '../evaluation/validationPredictions';
import type { Run } from '../protocol/model';
import { tasks } from '../tasks/registry';
import { html, type Markup } from './markup';
import { numberText } from './reportPlot';

export async function evaluationSection(
  judged: ValidationPredictions,
  run: Pick<Run, 'event' | 'task' | 'params'>,
  part: FinalFigure['part'],
): Promise<Markup> {
  const rows =
    judged.rows.length < judged.totalRows
      ? `a uniform sample of ${numberText(judged.rows.length)} of the ${numberText(judged.totalRows)} ${part} rows`
      : `the ${numberText(judged.totalRows)} ${part} rows`;
  const section = await tasks.get(judged.kind).report();
  return html`<section><h2>Evaluation</h2><p>On ${rows}, with the weights the run kept.</p>
${section(judged, { run, detection: isDetection(run) })}</section>`;
}
