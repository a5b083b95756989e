import { z } from 'zod';
import {
  type Alert,
  type AlertMeasure,
  alertMeasures,
  alertSeverities,
  measureOf,
} from '#/core/inUse/alerts';
import { TetradError } from '#/core/protocol/errors';
import type { Storage } from '#/core/protocol/storage';
import { id } from '../commandSchemas';
import { alert } from '../outputs/alert';
import { found } from '../queries';
import { defineCommand } from './commandDef';

export const alertsAdd = defineCommand({
  name: 'alerts.add',
  effect: 'writes',
  title: 'Watch a model in use',
  summary:
    'A rule that tells when a figure of the last minutes is crossed: the share of failed calls, the time of 95 of 100 calls, the count of drifted columns, or with `column` one of them (above a threshold), the accuracy by labels or by estimate (below it). Looked at after answers and labels, at most every ten seconds. A `webhook` is told with the figure and nothing of your data; its host has to be allowed first (sources.allow).',
  input: z.strictObject({
    modelId: id,
    measure: z.enum(alertMeasures),
    threshold: z.number().min(0),
    column: z.string().min(1).optional(),
    minutes: z.number().min(1).max(525_600).default(60),
    severity: z.enum(alertSeverities).default('warning'),
    webhook: z.string().min(1).max(2_000).optional(),
  }),
  output: alert,
  async run({ storage }, given) {
    found(await storage.models.get(given.modelId), 'model', given.modelId);
    const { most, words } = measureOf[given.measure];
    if (given.threshold > most)
      throw new TetradError({
        code: 'badInput',
        message: `The ${words} is never above ${most}, and the threshold is ${given.threshold}.`,
        place: 'threshold',
        hint: most === 1 ? 'Write a share: 0.05 is 5 %.' : 'Write a smaller one.',
      });
    if (given.column !== undefined) await requireColumn(storage, given.modelId, given.measure, given.column);
    if (given.webhook !== undefined) {
      const [{ hostOf, requireAllowed }, { readAllowed }] = await Promise.all([
        import('#/core/sources/hosts'),
        import('../sources/allowedHosts'),
      ]);
      const allowed = (await readAllowed(storage.settings)).map(({ host }) => host);
      requireAllowed(hostOf(given.webhook), allowed);
    }
    const at = Date.now();
    const added: Alert = {
      id: crypto.randomUUID(),
      ...given,
      status: 'quiet',
      addedAt: at,
      history: [{ at, what: 'Added' }],
    };
    await storage.inUse.addAlert(added);
    return added;
  },
});

async function requireColumn(
  { models }: Pick<Storage, 'models'>,
  modelId: string,
  measure: AlertMeasure,
  column: string,
): Promise<void> {
  if (measure !== 'drifted')
    throw new TetradError({
      code: 'badInput',
      message: `One column is watched for drift, and this rule watches the ${measureOf[measure].words}.`,
      place: 'column',
      hint: 'Leave `column` out, or watch `drifted`.',
    });
  const { inputs, task } = await models.resolve(modelId);
  const names = [...inputs.map(({ name }) => name), task.target];
  if (names.includes(column)) return;
  throw new TetradError({
    code: 'badInput',
    message: `The model has no column "${column.slice(0, 80)}".`,
    place: 'column',
    hint: `It has ${names.slice(0, 20).join(', ')}${names.length > 20 ? ', …' : ''}.`,
  });
}
