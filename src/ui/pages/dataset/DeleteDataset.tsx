import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import type { Dataset } from '#/core/protocol/dataset';
import { ConfirmDialog } from '#/ui/components/ConfirmDialog';
import { useCommand } from '#/ui/useCommand';

export function DeleteDataset({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const { data, loading } = useCommand('datasets.dependants', asking ? { id: dataset.id } : null);
  const used = (data?.runs.length ?? 0) + (data?.models.length ?? 0) > 0;
  return (
    <>
      <Menu position="bottom-end" width={180}>
        <Menu.Target>
          <ActionIcon aria-label="More actions">
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
            Delete dataset
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={asking}
        danger
        title={`Delete ${dataset.name}?`}
        confirmLabel="Delete"
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          await run('datasets.delete', { id: dataset.id });
          await navigate({ to: '/' });
        }}
      >
        <p>All its versions are removed from this browser. This cannot be undone.</p>
        {loading && <p className="quiet">Looking for what uses it…</p>}
        {data && used && (
          <>
            <p style={{ marginTop: 8 }}>Made from it, and kept with what they need of it:</p>
            <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
              {data.models.map((model) => (
                <li key={model.id}>Model {model.name}</li>
              ))}
              {data.runs.map((made) => (
                <li key={made.id}>Run {made.name}</li>
              ))}
            </ul>
          </>
        )}
        {data && !used && <p className="quiet">No run or model was made from it.</p>}
      </ConfirmDialog>
    </>
  );
}
