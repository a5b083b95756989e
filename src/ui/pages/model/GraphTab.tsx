import { Select } from '@mantine/core';
import { useState } from 'react';
import type { Model, ModelVersion } from '#/core/protocol/model';
import { chosenVersion, versionChoices } from '#/ui/components/chosenVersion';
import ModelGraphView from '#/ui/viewers/graph/ModelGraphView';

/** A version looked into: the champion's, else the newest, unless another is chosen. */
export default function GraphTab({ model, versions }: { model: Model; versions: readonly ModelVersion[] }) {
  const [wanted, setWanted] = useState<string>();
  const chosen = chosenVersion(model, versions, wanted);
  if (!chosen) return null;
  return (
    <>
      {versions.length > 1 && (
        <Select
          label="Version"
          w={220}
          mb={12}
          allowDeselect={false}
          data={versionChoices(model, versions)}
          value={chosen.choice}
          onChange={(next) => setWanted(next ?? undefined)}
        />
      )}
      <ModelGraphView key={chosen.version.id} modelId={model.id} version={chosen.version.number} />
    </>
  );
}
