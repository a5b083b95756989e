import type { Run } from '../protocol/model';
import { taskOf } from '../tasks/registry';
import type { FinalFigure } from './finalFigure';
import { testArtifact } from './validationPredictions';

/** The rows a run is told by: those kept for a test where there are some. By lead time frames are judged on the validation part alone. */
export function evaluatedPart({ artifacts, task }: Pick<Run, 'artifacts' | 'task'>): FinalFigure['part'] {
  const { frames, value } = taskOf(task);
  const byLead = frames && value === 'number';
  return artifacts.some(({ name }) => name === testArtifact) && !byLead ? 'test' : 'validation';
}
