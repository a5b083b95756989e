/** Tells an address that a rule was crossed. Nothing leaves for a host that is not allowed; one that hangs is given up. */
import { TetradError } from '#/core/protocol/errors';
import { hostOf } from '#/core/sources/hosts';
import type { AppServices } from '../services';
import { trafficMeter } from '../sources/traffic';

export const webhookWithinMs = 10_000;

export async function tellWebhook(
  { storage, sources }: Pick<AppServices, 'storage' | 'sources'>,
  url: string,
  body: Record<string, unknown>,
  timeoutMs = webhookWithinMs,
): Promise<string> {
  const host = hostOf(url);
  const session = sources.session();
  const meter = trafficMeter(storage.settings);
  try {
    const { status, traffic } = await session.ask({
      url,
      method: 'POST',
      // Plain text is sent without asking first, which few of these hosts answer.
      headers: { 'content-type': 'text/plain;charset=UTF-8' },
      body: new TextEncoder().encode(JSON.stringify(body)),
      mostBytes: 64 * 1024,
      timeoutMs,
    });
    meter.hear(traffic);
    if (status >= 400)
      throw new TetradError({
        code: 'badInput',
        message: `${host} answered with ${status}.`,
        place: 'webhook',
        hint: 'Look whether the address is still right.',
      });
    return host;
  } finally {
    session.end();
    await meter.end();
  }
}
