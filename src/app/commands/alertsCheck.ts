import { z } from 'zod';
import { id } from '../commandSchemas';
import { alert } from '../outputs/alert';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const alertsCheck = defineCommand({
  name: 'alerts.check',
  effect: 'writes',
  title: 'Look at the alerts now',
  summary:
    'Looks at every rule of a model at once, and tells the webhooks of those that are newly crossed. One that does not answer within ten seconds is given up; the history says so.',
  unlogged: true,
  input: z.strictObject({ modelId: id }),
  output: z.array(alert),
  async run(services, { modelId }) {
    found(await services.storage.models.get(modelId), 'model', modelId);
    const { checkAlerts } = await import('../inUse/checkAlerts');
    return await checkAlerts(services, modelId);
  },
});
