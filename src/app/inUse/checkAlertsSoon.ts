/** After answers, labels and comparisons, at most every ten seconds: it never delays or fails what it comes after. */
import type { AppServices } from '../services';
import { notifyError } from '../stores/notices';

const betweenMs = 10_000;
/** By model: when it was last looked at. */
const lookedAt = new Map<string, number>();
const waiting = new Set<string>();

/** What comes too soon is looked at when the time is over. */
export function checkAlertsSoon(services: Pick<AppServices, 'storage' | 'sources'>, modelId: string): void {
  if (waiting.has(modelId)) return;
  const look = async () => {
    waiting.delete(modelId);
    lookedAt.set(modelId, Date.now());
    try {
      const { checkAlerts } = await import('./checkAlerts');
      await checkAlerts(services, modelId);
    } catch (thrown) {
      notifyError('The rules of a model could not be looked at', thrown);
    }
  };
  const waitMs = (lookedAt.get(modelId) ?? 0) + betweenMs - Date.now();
  if (waitMs <= 0) return void look();
  waiting.add(modelId);
  setTimeout(() => void look(), waitMs);
}
