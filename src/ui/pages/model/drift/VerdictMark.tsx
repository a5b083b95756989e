import { IconAlertTriangle, IconCircleCheck, IconHelpCircle, IconWaveSine } from '@tabler/icons-react';
import type { Verdict } from '#/core/drift/driftReport';
import classes from './drift.module.css';

export const verdictWords: Record<Verdict, string> = {
  drifted: 'drifted',
  slight: 'differs little',
  same: 'as before',
  unknown: 'not known',
};
/** What stands out first. */
export const verdictOrder: Record<Verdict, number> = { drifted: 0, slight: 1, unknown: 2, same: 3 };

const icons = {
  drifted: IconAlertTriangle,
  slight: IconWaveSine,
  same: IconCircleCheck,
  unknown: IconHelpCircle,
};

/** Colour, sign and word together. */
export function VerdictMark({ verdict }: { verdict: Verdict }) {
  const Icon = icons[verdict];
  return (
    <span className={classes.verdict} data-verdict={verdict}>
      <Icon size={16} aria-hidden="true" />
      {verdictWords[verdict]}
    </span>
  );
}
