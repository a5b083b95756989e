import { Menu } from '@mantine/core';
import { IconBraces, IconFileText, IconLink, IconPaperclip, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { attachmentEndings } from '#/core/runs/attachments';
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

function attachTo(runId: string): void {
  // Made when it is asked for: the menu it is asked in closes at once.
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = attachmentEndings.map((ending) => `.${ending}`).join();
  input.onchange = () => {
    const files = [...(input.files ?? [])];
    if (files.length > 0) attempt('Nothing was attached', runCommand('runs.attach', { runId, files }));
  };
  input.click();
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
        <Menu.Item leftSection={<IconPaperclip size={16} />} onClick={() => attachTo(run.id)}>
          Attach files
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
