/** What the figures of a cross-validation are, and what they are not: for its page and its report. */
import type { Run } from '../protocol/model';

export function foldsWords(
  run: Pick<Run, 'crossValidation' | 'config' | 'status'>,
  judged: number,
): string[] {
  const { repeats = 1, result } = run.crossValidation ?? {};
  const said: string[] = [];
  if (judged > 0) {
    const what = `ean ± standard deviation over ${judged.toLocaleString('en-US')} folds: every model is judged on rows it did not learn from${repeats > 1 ? ', and the rows are divided anew in each repeat' : ''}.`;
    said.push(run.status === 'finished' ? `M${what}` : `So far: m${what}`);
  }
  if (run.config.earlyStopping)
    said.push(
      'Early stopping chose the best epoch of each on these very rows, so the figures are a little too good.',
    );
  const left = result?.leftOut.length ?? 0;
  if (left > 0)
    said.push(
      `${left} ${left === 1 ? 'fold was' : 'folds were'} cancelled and ${left === 1 ? 'counts' : 'count'} in nothing.`,
    );
  return said;
}
