/** Tells an address that a rule was crossed. Nothing leaves for a host that is not allowed; one that hangs is given up. */
import { TetradError, toErrorInfo } from '#/core/protocol/errors';
import { hostOf } from '#/core/sources/hosts';
import { isNotReadable } from '#/core/sources/sourceErrors';
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
  } catch (thrown) {
    throw toldError(thrown, host);
  } finally {
    session.end();
    await meter.end();
  }
}

/** A host that lets no page read its answers may have been told all the same. */
function toldError(thrown: unknown, host: string): unknown {
  if (!isNotReadable(thrown, host)) return thrown;
  return new TetradError({
    ...toErrorInfo(thrown),
    message: `the browser did not let this page read an answer of ${host}, so whether it arrived is not known. Either the host does not allow pages to read it (CORS), or it was not reached.`,
    hint: 'Look there whether it arrived. If the host is yours, let it answer with the header Access-Control-Allow-Origin.',
  });
}
