/** The rules that watch models in use. Each change is one transaction: of two tabs that look at once one finds it crossed. */
import { TetradError } from '#/core/protocol/errors';
import { type InUseRepository, mostAlerts } from '#/core/protocol/inUse';
import type { RelaxedDatabase } from './schema';
import { notFound } from './storageErrors';

type AlertMethods = Pick<InUseRepository, 'alerts' | 'addAlert' | 'changeAlert' | 'removeAlert'>;

export function alertRows(
  { alerts }: RelaxedDatabase,
  change: <T>(work: () => Promise<T>) => Promise<T>,
): AlertMethods {
  return {
    alerts: async (modelId) =>
      (await alerts.where('modelId').equals(modelId).toArray()).sort((a, b) => a.addedAt - b.addedAt),

    addAlert: async (alert) =>
      await change(async () => {
        if ((await alerts.where('modelId').equals(alert.modelId).count()) >= mostAlerts)
          throw new TetradError({
            code: 'badInput',
            message: `The model is watched by ${mostAlerts} rules already.`,
            place: 'alerts',
            hint: 'Remove one that is no longer needed.',
          });
        await alerts.add(alert);
      }),

    changeAlert: async (id, changed) =>
      await change(async () => {
        const current = await alerts.get(id);
        if (!current) throw notFound('alert', id);
        const next = changed(current);
        await alerts.put(next);
        return next;
      }),

    removeAlert: async (id) => await change(async () => await alerts.delete(id)),
  };
}
