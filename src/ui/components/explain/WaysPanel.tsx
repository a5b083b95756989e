/** Asks what would have to change for another answer, and puts a way into the form. */
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconRoute } from '@tabler/icons-react';
import { useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { ModelVersion } from '#/core/protocol/model';
import type { FurtherProps } from '#/ui/components/ask/AskForm';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { useAttempt } from '#/ui/useAttempt';
import { WaysTable } from './WaysTable';
import classes from './ways.module.css';

export function WaysPanel({
  version,
  row,
  values: given,
  onChange,
}: Pick<FurtherProps, 'version' | 'values' | 'onChange'> & { row: Record<string, string | null> }) {
  const labels = version.task.labels ?? [];
  const [wanted, setWanted] = useState('');
  const [fixed, setFixed] = useState<string[]>([]);
  const [found, setFound] = useState<CommandOutput<'explain.counterfactuals'>>();
  const { busy, error, attemptIt } = useAttempt();
  const isShare = labels.length > 0;
  const search = () =>
    attemptIt(async () => {
      setFound(
        await run('explain.counterfactuals', {
          modelId: version.modelId,
          version: version.number,
          row,
          wanted,
          fixed,
        }),
      );
    });
  const put = (changes: readonly { name: string; to: string | number | null }[]) => {
    const values = new Map(given);
    for (const { name, to } of changes) values.set(name, textOf(version, name, to));
    onChange(values);
  };
  return (
    <Panel title="What would have to change">
      <div className={classes.ask}>
        {isShare ? (
          <Select
            label="For the answer"
            w={180}
            placeholder="the next likely"
            clearable
            data={[...labels]}
            value={wanted || null}
            onChange={(label) => setWanted(label ?? '')}
          />
        ) : (
          <TextInput
            label="For the answer"
            w={180}
            placeholder="at least 200"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
        <MultiSelect
          label="Must not change"
          w={240}
          searchable
          clearable
          data={version.inputs.map(({ name }) => name)}
          value={fixed}
          onChange={setFixed}
        />
        <Button
          variant="default"
          loading={busy}
          leftSection={<IconRoute size={16} />}
          onClick={() => void search()}
        >
          Search
        </Button>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {error === undefined && found && (
        <WaysTable
          version={version}
          ways={found.ways}
          isShare={isShare}
          onUse={({ changes }) => put(changes)}
        />
      )}
      {!found && error === undefined && (
        <p className="quiet">
          The nearest rows with another answer: few columns changed, to values that real rows have, and no
          further than the answer needs.
        </p>
      )}
    </Panel>
  );
}

function textOf(version: ModelVersion, name: string, value: string | number | null): string {
  if (value === null) return '';
  const type = version.inputs.find((column) => column.name === name)?.type;
  if (type === 'datetime' && typeof value === 'number') return new Date(value).toISOString();
  if (type === 'boolean' && typeof value === 'number') return value === 1 ? 'true' : 'false';
  return String(value);
}
