import { run } from '#/app/run';
import type { Dataset } from '#/core/protocol/dataset';
import { attempt } from '#/ui/attempt';
import { EditableText } from '#/ui/components/EditableText';

/** The name of a dataset, edited in place. */
export function DatasetName({ dataset }: { dataset: Dataset }) {
  return (
    <EditableText
      label="Dataset name"
      value={dataset.name}
      onSave={(name, was) =>
        attempt(
          'The name was not saved',
          run('datasets.update', { id: dataset.id, name, was: { name: was } }),
        )
      }
    />
  );
}
