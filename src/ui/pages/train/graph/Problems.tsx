/** Everything that is wrong with the draft, each with what mends it. */
import { Button, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { applyFix } from '#/core/arch/draft/editDraft';
import type { GraphDraft } from './useGraphDraft';
import classes from './graph.module.css';

export function Problems({
  graph: { draft, report, edit },
  onSelect,
}: {
  graph: GraphDraft;
  onSelect: (id: string) => void;
}) {
  if (report.problems.length === 0) return null;
  return (
    <ul className={classes.problems} aria-label="Problems">
      {report.problems.slice(0, 20).map(({ node, edge, message, severe, fix }) => {
        const at = node ?? edge?.to;
        return (
          <li key={`${at} ${edge?.slot} ${message}`} data-severe={severe || undefined}>
            <IconAlertTriangle size={14} aria-hidden="true" />
            {at === undefined ? (
              <span>{message}</span>
            ) : (
              <UnstyledButton className={classes.problem} onClick={() => onSelect(at)}>
                {message}
              </UnstyledButton>
            )}
            {fix && (
              <Button size="compact-xs" variant="default" onClick={() => edit(applyFix(draft, fix))}>
                {fix.label}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
