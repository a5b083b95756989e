/** What is done with the chosen runs, and with the table as it stands. */
import { Button, Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { MoreMenu } from '#/ui/components/MoreMenu';
import { attempt } from '#/ui/attempt';
import { ImportMlruns } from './ImportMlruns';
import { MoveDialog } from './MoveDialog';
import { saveForMlflow } from './saveForMlflow';
import { TagDialog } from './TagDialog';

export function RunActions({
  chosen,
  shown,
  onDeleted,
  onBaseline,
  onSaveTable,
}: {
  chosen: readonly Run[];
  /** All that the table lists. */
  shown: readonly Run[];
  onDeleted(): void;
  onBaseline(id: string): void;
  onSaveTable(): void;
}) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState<'delete' | 'move' | 'tag'>();
  const close = () => setAsking(undefined);
  const [only] = chosen;
  const count = chosen.length > 0 ? ` ${chosen.length}` : '';
  return (
    <>
      <Button
        variant="default"
        color="red"
        disabled={chosen.length === 0}
        onClick={() => setAsking('delete')}
      >
        Delete{count}
      </Button>
      <Button
        disabled={chosen.length < 2}
        title="Choose two or more runs"
        onClick={() => navigate({ to: '/compare', search: { runs: chosen.map((run) => run.id).join(',') } })}
      >
        Compare{chosen.length > 1 ? count : ''}
      </Button>
      <MoreMenu>
        <Menu.Item disabled={chosen.length !== 1 || !only} onClick={() => only && onBaseline(only.id)}>
          Set as baseline
        </Menu.Item>
        <Menu.Item disabled={chosen.length === 0} onClick={() => setAsking('move')}>
          Move to experiment
        </Menu.Item>
        <Menu.Item disabled={chosen.length === 0} onClick={() => setAsking('tag')}>
          Add a tag
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={onSaveTable}>Save table as CSV</Menu.Item>
        <Menu.Item
          disabled={shown.length === 0}
          onClick={() => attempt('The export failed', saveForMlflow(chosen.length > 0 ? chosen : shown))}
        >
          Save {chosen.length > 0 ? 'chosen' : 'shown'} for MLflow
        </Menu.Item>
        <ImportMlruns folder={false} />
        <ImportMlruns folder />
        <Menu.Divider />
        <Menu.Item onClick={() => navigator.clipboard.writeText(location.href)}>
          Copy link to this view
        </Menu.Item>
      </MoreMenu>
      <MoveDialog opened={asking === 'move'} runs={chosen} onClose={close} />
      <TagDialog opened={asking === 'tag'} runs={chosen} onClose={close} />
      <ConfirmDialog
        opened={asking === 'delete'}
        danger
        title={`Delete ${chosen.length} run${chosen.length === 1 ? '' : 's'}?`}
        confirmLabel="Delete"
        onClose={close}
        onConfirm={async () => {
          // Parts go with their whole.
          const ids = new Set(chosen.map(({ id }) => id));
          for (const { id, parentId } of chosen)
            if (parentId === undefined || !ids.has(parentId)) await runCommand('runs.delete', { id });
          onDeleted();
        }}
      >
        Their curves, params and notes are removed, and the folds of a cross-validation with it. Model
        versions they made stay.
      </ConfirmDialog>
    </>
  );
}
