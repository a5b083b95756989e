/** Labels for answers, from a file with a column of ids. */
import { TextInput } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { type CommandOutput, run } from '#/app/run';
import type { Model } from '#/core/protocol/model';
import { formatCount } from '#/ui/charts/formatNumber';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { FilePicker } from '#/ui/components/FilePicker';
import { useAttempt } from '#/ui/useAttempt';
import classes from './use.module.css';

export function LabelsForm({ model, onJoined }: { model: Model; onJoined: () => void }) {
  const [idColumn, setId] = useState('id');
  const [labelColumn, setLabel] = useState('');
  const [found, setFound] = useState<CommandOutput<'monitor.labels'>>();
  const { busy, error, attemptIt } = useAttempt();
  const join = (file: File | undefined) =>
    attemptIt(async () => {
      const joined = await run('monitor.labels', {
        modelId: model.id,
        file,
        idColumn,
        ...(labelColumn.trim() !== '' && { labelColumn: labelColumn.trim() }),
      });
      setFound(joined);
      onJoined();
    });
  return (
    <>
      <div className={classes.form}>
        <TextInput
          label="Column of ids"
          w={140}
          value={idColumn}
          onChange={(event) => setId(event.currentTarget.value)}
        />
        <TextInput
          label="Column of labels"
          w={160}
          placeholder="the target"
          value={labelColumn}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <FilePicker
          label="File of labels"
          variant="default"
          disabled={busy || idColumn.trim() === ''}
          leftSection={<IconUpload size={16} />}
          onFiles={([file]) => void join(file)}
        >
          Give labels
        </FilePicker>
      </div>
      {error !== undefined && <ErrorNote error={error} />}
      {found && (
        <p role="status">
          {formatCount(found.joined)} labels were joined
          {found.changed > 0 && `, ${formatCount(found.changed)} of them in place of another one`}.
          {found.unknownCount > 0 &&
            ` ${formatCount(found.unknownCount)} ${found.unknownCount === 1 ? 'id has' : 'ids have'} no answer here: ${found.unknown.slice(0, 5).join(', ')}${found.unknownCount > 5 ? ', …' : ''}.`}
        </p>
      )}
    </>
  );
}
