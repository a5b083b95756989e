import type { ReactNode } from 'react';
import { run } from '#/app/run';
import type { Dataset } from '#/core/protocol/dataset';
import { attempt } from '#/ui/attempt';
import { EditableText } from './EditableText';

/** The name of a dataset, edited in place; `children`: how it shows meanwhile, a link for instance. */
export function DatasetName({ dataset, children }: { dataset: Dataset; children?: ReactNode }) {
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
    >
      {children}
    </EditableText>
  );
}
