/**
 * What a link to a training says: settings, seed and the hash of the data, so that somebody with the same file trains the same and comes
 * to the same figure. No data and no weights are in it. Text of an address: JSON as base64url.
 */
import { z } from 'zod';
import { TetradError } from '../protocol/errors';
import { trainConfig } from '../protocol/train';

export const sharedTraining = z.strictObject({
  format: z.literal('tetrad-training'),
  version: z.literal(1),
  name: z.string().max(400),
  dataset: z.strictObject({
    name: z.string().max(400),
    hash: z.string().min(1).max(200),
    rows: z.int().min(0),
    fileName: z.string().max(400).optional(),
  }),
  target: z.string().max(10_000),
  task: z.string().max(100),
  features: z.array(z.string().max(10_000)).max(10_000),
  family: z.string().max(100),
  familyParams: z.record(z.string(), z.unknown()),
  training: trainConfig,
  /** What it came to there. */
  reached: z.record(z.string(), z.number()),
  backend: z.string().max(100).optional(),
});
export type SharedTraining = z.infer<typeof sharedTraining>;

/** Browsers and mail programs carry longer addresses than this. */
export const mostLinkLength = 16_000;

export function toShareText(shared: SharedTraining): string {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const text = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  if (text.length <= mostLinkLength) return text;
  throw new TetradError({
    code: 'unsupported',
    message: 'These settings are too long for a link: it would have to name every column or every layer.',
    place: shared.name,
    hint: 'Share the run as a workspace file instead (Settings, Export).',
  });
}

/** @throws `badInput` where the text was cut or is none of ours. */
export function parseShareText(text: string): SharedTraining {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const json: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0))),
    );
    return sharedTraining.parse(json);
  } catch {
    throw new TetradError({
      code: 'badInput',
      message: 'This link does not say a whole training.',
      place: 'the address',
      hint: 'It may have been cut on its way: copy all of it, or ask for it again.',
    });
  }
}
