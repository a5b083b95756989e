import { Menu } from '@mantine/core';
import { IconFileImport, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Dataset } from '#/core/protocol/dataset';
import DeleteDataset from '#/ui/components/DeleteDataset';
import { MoreMenu } from '#/ui/components/MoreMenu';

export function DatasetMenu({
  dataset,
  readAgain,
}: {
  dataset: Dataset;
  /** The version whose file can be read another way. */
  readAgain?: string;
}) {
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <MoreMenu>
        {readAgain !== undefined && (
          <Menu.Item
            leftSection={<IconFileImport size={16} />}
            onClick={() => navigate({ to: '/import', search: { version: readAgain } })}
          >
            Read again…
          </Menu.Item>
        )}
        <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => setAsking(true)}>
          Delete dataset
        </Menu.Item>
      </MoreMenu>
      <DeleteDataset
        dataset={dataset}
        opened={asking}
        onClose={() => setAsking(false)}
        onDeleted={() => navigate({ to: '/' })}
      />
    </>
  );
}
