/** Asks before a dataset goes: what goes with it, and what made from it stays. */
import { run } from '#/app/run';
import type { Dataset } from '#/core/protocol/dataset';
import { useCommand } from '../useCommand';
import { ConfirmDialog } from './ConfirmDialog';
import { NameList } from './NameList';

export default function DeleteDataset({
  dataset,
  opened = true,
  onClose,
  onDeleted,
}: {
  dataset: Dataset;
  opened?: boolean;
  onClose(): void;
  onDeleted?(): Promise<void>;
}) {
  const { data, loading } = useCommand('datasets.dependants', opened ? { id: dataset.id } : null);
  const users = data && [
    ...data.models.map(({ id, name }) => ({ id, name: `Model ${name}` })),
    ...data.runs.map(({ id, name }) => ({ id, name: `Run ${name}` })),
  ];
  return (
    <ConfirmDialog
      opened={opened}
      danger
      title={`Delete ${dataset.name}?`}
      confirmLabel="Delete dataset"
      onClose={onClose}
      onConfirm={async () => {
        await run('datasets.delete', { id: dataset.id });
        await onDeleted?.();
      }}
    >
      <p>
        All its versions are removed from this browser, and work on it that has not ended is cancelled. This
        cannot be undone.
      </p>
      {loading && <p className="quiet">Looking for what uses it…</p>}
      {users && users.length > 0 && (
        <>
          <p style={{ marginTop: 8 }}>
            Made from it, and kept: models go on predicting and can be exported, runs keep their curves and
            evaluation. Its rows can no longer be opened from there, nor be trained on.
          </p>
          <NameList items={users} />
        </>
      )}
      {users?.length === 0 && <p className="quiet">No run or model was made from it.</p>}
    </ConfirmDialog>
  );
}
