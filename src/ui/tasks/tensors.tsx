import { tensors as task } from '#/core/tasks/tensors';
import { defineTaskView } from './taskView';

export const tensors = defineTaskView({
  type: task.type,
  // Nothing of this task is trained, and its answers are shown by the form that asks for them (ui/kinds/tensors).
  Evaluation: () => null,
  Answer: () => null,
  file: { name: 'JSON', hasLines: false },
});
