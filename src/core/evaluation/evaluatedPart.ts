import type { Run } from '../protocol/model';
import { taskOf } from '../tasks/registry';
import type { FinalFigure } from './finalFigure';
import { testArtifact } from './validationPredictions';

/** The rows a run is told by: those kept for a test where there are some. By lead time frames are judged on the validation part alone. */
export const evaluatedPart = ({ artifacts, task }: Pick<Run, 'artifacts' | 'task'>): FinalFigure['part'] =>
  artifacts.some(({ name }) => name === testArtifact) && !taskOf(task).frames ? 'test' : 'validation';
