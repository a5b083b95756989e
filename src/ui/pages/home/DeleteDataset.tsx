import { useEffect, useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import { notify } from '#/app/stores/notices';
import type { Dataset } from '#/core/protocol/dataset';
import { ConfirmDialog } from '../../components/ConfirmDialog';

const shownNames = 6;

/** Asks before a dataset goes, naming the runs and models made from it. */
export default function DeleteDataset({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const [dependants, setDependants] = useState<CommandOutput<'datasets.dependants'>>();
  useEffect(() => {
    run('datasets.dependants', { id: dataset.id }).then(setDependants, () => setDependants(undefined));
  }, [dataset.id]);
  const remove = async () => {
    await run('datasets.delete', { id: dataset.id });
    notify({ kind: 'success', title: 'Deleted', message: dataset.name });
  };
  const users = [...(dependants?.models ?? []), ...(dependants?.runs ?? [])];
  return (
    <ConfirmDialog
      opened
      danger
      title={`Delete "${dataset.name}"?`}
      confirmLabel="Delete dataset"
      onConfirm={remove}
      onClose={onClose}
    >
      <p>Its rows are removed from this browser. This cannot be undone.</p>
      {users.length > 0 ? (
        <>
          <p style={{ marginTop: 8 }}>
            {dependants?.models.length} models and {dependants?.runs.length} runs came from it. They stay and
            keep working, with their own copy of what they need:
          </p>
          <ul style={{ margin: '4px 0 0', paddingLeft: 20 }}>
            {users.slice(0, shownNames).map(({ id, name }) => (
              <li key={id}>{name}</li>
            ))}
            {users.length > shownNames ? <li>and {users.length - shownNames} more</li> : null}
          </ul>
        </>
      ) : null}
    </ConfirmDialog>
  );
}
