import { z } from 'zod';
import { id } from '../commandSchemas';
import { alert } from '../outputs/alert';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const alertsList = defineCommand({
  name: 'alerts.list',
  effect: 'reads',
  title: 'List alerts',
  summary: 'The rules that watch a model in use, whether they are crossed, and what became of them.',
  unlogged: true,
  input: z.strictObject({ modelId: id }),
  output: z.array(alert),
  async run({ storage }, { modelId }) {
    found(await storage.models.get(modelId), 'model', modelId);
    return await storage.inUse.alerts(modelId);
  },
});
