import { Menu } from '@mantine/core';
import { IconBraces, IconFileText, IconLink, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { MoreMenu } from '#/ui/components/MoreMenu';
import { saveFile } from '#/ui/components/saveFile';
import { saveReport } from './saveReport';

async function copyLink(id: string): Promise<void> {
  const { text } = await runCommand('runs.share', { id });
  await navigator.clipboard.writeText(new URL(`/share?of=${text}`, location.origin).href);
}

async function saveAsJson(id: string): Promise<void> {
  const { fileName, file } = await runCommand('runs.save', { id });
  saveFile(fileName, file);
}

export function RunMenu({ run, running }: { run: Run; running: boolean }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <MoreMenu>
        {run.origin !== 'mlflow' && (
          <Menu.Item
            disabled={running}
            leftSection={<IconFileText size={16} />}
            onClick={() => attempt('The report was not made', saveReport(run.id))}
          >
            Save report
          </Menu.Item>
        )}
        <Menu.Item
          disabled={running}
          leftSection={<IconBraces size={16} />}
          onClick={() => attempt('The run was not saved', saveAsJson(run.id))}
        >
          Save as JSON
        </Menu.Item>
        {run.origin === undefined && !run.sweep && !run.crossValidation && (
          <Menu.Item
            disabled={running}
            leftSection={<IconLink size={16} />}
            onClick={() => attempt('The link was not made', copyLink(run.id))}
          >
            Copy link to repeat
          </Menu.Item>
        )}
        <Menu.Item
          color="red"
          disabled={running}
          leftSection={<IconTrash size={16} />}
          onClick={() => setAsking(true)}
        >
          Delete run
        </Menu.Item>
      </MoreMenu>
      <ConfirmDialog
        opened={asking}
        danger
        title={`Delete ${run.name}?`}
        confirmLabel="Delete"
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await runCommand('runs.delete', { id: run.id });
          await navigate({ to: '/runs' });
        }}
      >
        {run.crossValidation
          ? 'It is removed with the runs of its folds. '
          : run.sweep
            ? 'It is removed with the runs of its trials; the model versions they made stay. '
            : 'Its curves, params and notes are removed. '}
        {run.modelVersionId ? 'The model version it made stays.' : ''}
      </ConfirmDialog>
    </>
  );
}
