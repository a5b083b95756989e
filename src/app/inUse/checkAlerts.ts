/** Looks at the rules of a model, and tells of those that are newly crossed. */
import { type Alert, alertWords, judgedAlert, noted } from '#/core/inUse/alerts';
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import type { AppServices } from '../services';
import { notify } from '../stores/notices';
import { alertValue } from './alertValue';
import { whenKept } from './keepAnswers';
import { tellWebhook } from './tellWebhook';

export type Services = Pick<AppServices, 'storage' | 'sources'>;

export async function checkAlerts(services: Services, modelId: string): Promise<Alert[]> {
  const { inUse } = services.storage;
  await whenKept();
  const at = Date.now();
  const telling: Promise<void>[] = [];
  for (const rule of await inUse.alerts(modelId)) {
    const known = await alertValue(services.storage, rule, at);
    let fired = false;
    // Judged and stored in one: of two tabs that look at once one tells.
    const alert = await changed(services, rule.id, (current) => {
      const judged = judgedAlert(current, known, at);
      fired = judged.fired;
      return judged.alert;
    });
    if (alert && fired && 'value' in known) telling.push(tell(services, alert, known.value, at));
  }
  await Promise.all(telling);
  return await inUse.alerts(modelId);
}

/** undefined: removed meanwhile. */
async function changed(
  { storage }: Services,
  id: string,
  change: (current: Alert) => Alert,
): Promise<Alert | undefined> {
  try {
    return await storage.inUse.changeAlert(id, change);
  } catch (thrown) {
    if (thrown instanceof TetradError && thrown.code === 'notFound') return undefined;
    throw thrown;
  }
}

async function tell(services: Services, alert: Alert, value: number, at: number): Promise<void> {
  const { webhook, id, modelId, measure, column, severity, threshold } = alert;
  const model = await services.storage.models.get(modelId);
  const text = alertWords(alert, value);
  const page = `/models/${modelId}?tab=use`;
  notify({
    kind: severity === 'info' ? 'info' : 'error',
    title: `${model?.name ?? 'A model'}: ${severity}`,
    message: text,
    action: { label: 'Show', to: page },
    shownAt: [page],
  });
  if (webhook === undefined) return;
  const said = await tellWebhook(services, webhook, {
    alert: id,
    modelId,
    model: model?.name,
    measure,
    ...(column !== undefined && { column }),
    severity,
    value,
    threshold,
    at: new Date(at).toISOString(),
    text: `${model?.name ?? modelId}, ${severity}: ${text}`,
  }).then(
    (host) => ({ what: `Told ${host}`, failed: false }),
    (thrown: unknown) => ({ what: `Not told: ${toErrorInfo(thrown).message}`, failed: true }),
  );
  await changed(services, id, (current) => noted(current, Date.now(), said.what, said.failed));
}
