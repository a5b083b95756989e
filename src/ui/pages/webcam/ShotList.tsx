/** What was taken so far, by label. */
import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatCount } from '#/ui/charts/formatNumber';
import type { Shot } from './takeShot';
import classes from './webcamPage.module.css';

export function ShotList({
  shots,
  words: [one, many],
  icon,
  onRemove,
}: {
  shots: readonly Shot[];
  words: readonly [string, string];
  icon: ReactNode;
  onRemove: (label: string) => void;
}) {
  const counts = new Map<string, number>();
  for (const { label } of shots) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size === 0) return <p className="quiet">No {many} yet.</p>;
  return (
    <ul className={classes.list} aria-label="Taken">
      {[...counts].map(([label, count]) => (
        <li key={label}>
          <span className="clip">{label === '' ? 'without a label' : label}</span>
          <span className="quiet">
            {formatCount(count)} {count === 1 ? one : many}
          </span>
          <ActionIcon
            variant="subtle"
            size="sm"
            aria-label={`Remove those of ${label === '' ? 'no label' : label}`}
            onClick={() => onRemove(label)}
          >
            {icon}
          </ActionIcon>
        </li>
      ))}
    </ul>
  );
}
