import { z } from 'zod';
import { type Alert, alertMeasures, alertSeverities, alertStatuses } from '#/core/inUse/alerts';
import { type Complete, named } from './complete';
import { time } from './values';

export const alert = named<Alert>(
  'Alert',
  z.object({
    id: z.string(),
    modelId: z.string(),
    measure: z.enum(alertMeasures),
    threshold: z.number(),
    minutes: z.number(),
    column: z.string().optional(),
    severity: z.enum(alertSeverities),
    webhook: z.string().optional(),
    status: z.enum(alertStatuses),
    addedAt: time,
    snoozedUntil: time.optional(),
    checkedAt: time.optional(),
    value: z.number().optional(),
    why: z.string().optional(),
    history: z.array(z.object({ at: time, what: z.string(), failed: z.literal(true).optional() })),
  } satisfies Complete<Alert>),
);
