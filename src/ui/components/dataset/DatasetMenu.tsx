import { Menu } from '@mantine/core';
import { IconDownload, IconFileImport, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { run } from '#/app/run';
import { attempt } from '#/ui/attempt';
import { saveFile } from '#/ui/components/saveFile';
import { TetradError } from '#/core/protocol/errors';
import type { Dataset } from '#/core/protocol/dataset';
import DeleteDataset from '#/ui/components/DeleteDataset';
import { MoreMenu } from '#/ui/components/MoreMenu';

const exports = [
  ['csv', 'CSV'],
  ['jsonl', 'JSON Lines'],
  ['parquet', 'Parquet'],
  ['arrow', 'Arrow'],
  ['npz', 'NumPy (.npz)'],
  ['zip', 'Its files (.zip)'],
] as const;

/** A job, which goes on without this page; its file is saved when it ends while it is open. */
async function exportAs({ id }: Dataset, format: (typeof exports)[number][0]) {
  const { jobId } = await run('datasets.export', { datasetId: id, format });
  const job = await run('jobs.wait', { id: jobId });
  if (job.status !== 'completed') {
    if (job.error) throw new TetradError(job.error);
    return;
  }
  const { fileName, file } = await run('jobs.download', { id: jobId });
  saveFile(fileName, file);
}

export function DatasetMenu({
  dataset,
  readAgain,
  hasFiles = false,
}: {
  dataset: Dataset;
  /** The version whose file can be read another way. */
  readAgain?: string;
  /** Its samples are files, which can leave as they came. */
  hasFiles?: boolean;
}) {
  const offered = exports.filter(([format]) => hasFiles || format !== 'zip');
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
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconDownload size={16} />}>Export as</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {offered.map(([format, title]) => (
              <Menu.Item key={format} onClick={() => attempt('The export failed', exportAs(dataset, format))}>
                {title}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
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
