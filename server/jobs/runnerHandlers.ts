/** What a runner asks: for work (the answer waits until there is some), to go on, and to give an answer. */
import { z } from 'zod';
import type { Config } from '../config';
import { type Ask, bodyOf, json, nowhere, refused } from '../http/ask';
import { type Hub, requestTopic, workTopic } from './hub';
import type { RequestStore } from './requestStore';

const mostWaitMs = 20_000;
/** Another process may have taken it in. */
const lookEveryMs = 1000;

const name = z.string().regex(/^[\w.:@-]{1,100}$/, 'letters, digits and . _ : @ -, at most 100');
export const leaseWish = z.strictObject({
  runner: name,
  /** It has a slot free for a job. */
  jobs: z.boolean(),
  wait_ms: z.int().min(0).max(mostWaitMs).default(mostWaitMs),
});
export const beat = z.strictObject({
  runner: name,
  studio_job: z.string().max(200).optional(),
  job: z.record(z.string(), z.unknown()).optional(),
  ended: z.enum(['completed', 'failed', 'cancelled']).optional(),
  accepted: z.strictObject({ status: z.int().min(200).max(599), body: z.string().max(1_000_000) }).optional(),
  epochs: z
    .array(
      z.strictObject({
        epoch: z.int().min(0).max(1e9),
        step: z.number(),
        metrics: z.record(z.string().max(200), z.number().nullable()),
      }),
    )
    .max(10_000)
    .default([]),
});
const headerText = z
  .string()
  .max(1000)
  .regex(/^[\x20-\x7e]*$/, 'plain text of one line');
export const givenAnswer = z.strictObject({
  runner: name,
  status: z.int().min(200).max(599),
  headers: z.record(
    z.enum(['content-type', 'content-disposition', 'etag', 'retry-after']),
    headerText.optional(),
  ),
  body: z.base64(),
});

const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

export function runnerHandlers(
  requests: RequestStore,
  hub: Hub,
  { mostBodyBytes, mostRelayedBytes }: Config,
) {
  const idOf = ({ params: { request: id = '' } }: Ask): string => {
    if (!isUuid(id)) throw nowhere('request');
    return id;
  };
  return {
    async listRunners({ params: { workspace = '' } }: Ask) {
      return json({ runners: await requests.runners(workspace) });
    },

    async leaseRequest({ request, params: { workspace = '' } }: Ask) {
      const { runner, jobs, wait_ms } = await bodyOf(request, leaseWish, mostBodyBytes);
      const until = Date.now() + wait_ms;
      await requests.seen(workspace, runner);
      for (;;) {
        // Before the look: what comes in between is heard.
        const heard = hub.wait(
          workTopic(workspace),
          Math.min(lookEveryMs, Math.max(0, until - Date.now())),
          request.signal,
        );
        const leased = request.signal.aborted ? undefined : await requests.lease(workspace, runner, jobs);
        if (leased || Date.now() >= until || request.signal.aborted)
          return json({ requests: leased ? [leased] : [] });
        await heard;
      }
    },

    async beatRequest(ask: Ask) {
      const { workspace = '' } = ask.params;
      const id = idOf(ask);
      const told = await bodyOf(ask.request, beat, mostRelayedBytes);
      const isHeld = await requests.beat(workspace, id, told.runner, {
        ...(told.job && { job: JSON.stringify(told.job) }),
        ...(told.studio_job !== undefined && { studioJob: told.studio_job }),
        ...(told.ended && { ended: told.ended }),
        ...(told.accepted && {
          accepted: { status: told.accepted.status, body: Buffer.from(told.accepted.body) },
        }),
        epochs: told.epochs.map((one) => ({ epoch: one.epoch, data: JSON.stringify(one) })),
      });
      if (isHeld) {
        hub.tell(requestTopic(id));
        return json({ go: 'on' });
      }
      const now = await requests.job(workspace, id);
      return json({ go: now?.status === 'cancelled' || !now ? 'cancel' : 'lost' });
    },

    async answerRequest(ask: Ask) {
      const { workspace = '' } = ask.params;
      const id = idOf(ask);
      const given = await bodyOf(ask.request, givenAnswer, 1.4 * mostRelayedBytes + 10_000);
      const body = Buffer.from(given.body, 'base64');
      if (body.length > mostRelayedBytes)
        throw refused(
          `The answer is larger than ${mostRelayedBytes} bytes.`,
          'body',
          'Share it as a blob.',
          413,
        );
      const headers = given.headers as Record<string, string>;
      const isHeld = await requests.answer(workspace, id, given.runner, { ...given, headers, body });
      if (isHeld) hub.tell(requestTopic(id));
      return json({ go: isHeld ? 'on' : 'lost' });
    },
  };
}
