import { z } from 'zod';
import { acknowledged, snoozed } from '#/core/inUse/alerts';
import { id } from '../commandSchemas';
import { alert } from '../outputs/alert';
import { defineCommand } from './commandDef';

export const alertsChange = defineCommand({
  name: 'alerts.change',
  effect: 'writes',
  title: 'Answer an alert',
  summary:
    '`acknowledge` marks what is crossed as seen; `snooze` keeps it silent for some minutes, after which it tells anew what is still crossed; `remove` takes the rule away. Answers the rule as it is then, or as it was when removed.',
  input: z.strictObject({
    id,
    how: z.enum(['acknowledge', 'snooze', 'remove']),
    minutes: z.number().min(1).max(525_600).default(60),
  }),
  output: alert,
  async run({ storage: { inUse } }, { id: alertId, how, minutes }) {
    const at = Date.now();
    const changed = await inUse.changeAlert(alertId, (current) =>
      how === 'acknowledge'
        ? acknowledged(current, at)
        : how === 'snooze'
          ? snoozed(current, at, minutes)
          : current,
    );
    if (how === 'remove') await inUse.removeAlert(alertId);
    return changed;
  },
});
