/** A model on a graph is asked for its nodes, by name: those of the most edges are listed, any other by its number. */
import { Select, TextInput } from '@mantine/core';
import type { Column } from '#/core/protocol/dataset';
import { AskForm, type InputProps } from '#/ui/components/ask/AskForm';
import { useCommand } from '#/ui/useCommand';
import type { AskProps } from '../kindView';

const inputs: Column[] = [{ name: 'sample', type: 'integer', role: 'feature' }];
/** In a list. */
const mostNamed = 2000;

export default function AskNode({ version }: Pick<AskProps, 'version'>) {
  return (
    <AskForm
      version={version}
      title="Node"
      inputs={inputs}
      control={(props) => <NodeControl {...props} />}
      sampleOf={({ sample }) => Number(sample ?? 0)}
    />
  );
}

function NodeControl({ version, value, onChange }: InputProps) {
  const { data } = useCommand('datasets.graph', {
    versionId: version.datasetVersionId,
    most: mostNamed,
    mostEdges: 1,
  });
  return (
    <>
      {data && (
        <Select
          label="Node"
          searchable
          limit={100}
          nothingFoundMessage="No node of that name among those of the most edges"
          placeholder="By name"
          data={data.nodes.map((node, i) => ({
            value: String(node),
            label: data.names[i] || `node ${node}`,
          }))}
          value={data.nodes.includes(Number(value)) ? value : null}
          onChange={(node) => node !== null && onChange(node)}
        />
      )}
      <TextInput
        label="Its number"
        inputMode="numeric"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </>
  );
}
