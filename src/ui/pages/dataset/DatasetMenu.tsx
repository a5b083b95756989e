import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset } from '#/core/protocol/dataset';
import DeleteDataset from '#/ui/components/DeleteDataset';

export function DatasetMenu({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
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
      <DeleteDataset
        dataset={dataset}
        opened={asking}
        onClose={() => setAsking(false)}
        onDeleted={() => navigate({ to: '/' })}
      />
    </>
  );
}
