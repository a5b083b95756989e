/** Changes that were made by hand become a version of their own, judged anew. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ShapeEdit } from '#/core/additive/editShapes';
import { run } from '#/app/run';
import { notify } from '#/app/stores/notices';
import type { ModelVersion } from '#/core/protocol/model';
import { attempted } from '#/ui/attempt';
import classes from './shapes.module.css';

export function KeepShapes({
  version,
  edits,
  onKept,
}: {
  version: ModelVersion;
  edits: readonly ShapeEdit[];
  onKept: (number: number) => void;
}) {
  const [notes, setNotes] = useState('');
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    await attempted('The shapes were not kept', kept());
    setBusy(false);
  };
  const kept = async () => {
    const { number } = await run('models.reshape', {
      versionId: version.id,
      edits: [...edits],
      ...(notes.trim() && { notes: notes.trim() }),
    });
    notify({
      kind: 'success',
      title: `Kept as version ${number}`,
      message: 'Its figures are of the rows that were held back.',
    });
    onKept(number);
  };
  return (
    <div className={classes.keep}>
      <TextInput
        label="Why"
        placeholder="What was wrong with it"
        className={classes.why}
        autoComplete="off"
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
      <Button loading={busy} onClick={() => void keep()}>
        Keep as a new version
      </Button>
    </div>
  );
}
