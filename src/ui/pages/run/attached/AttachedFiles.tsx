/** What people attached to a run, or logged with it elsewhere: each file to look at, to save, to take away. */
import { ActionIcon, Button } from '@mantine/core';
import { IconDownload, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { run as runCommand } from '#/app/run';
import { bytesText } from '#/core/bytesText';
import type { Run } from '#/core/protocol/model';
import { type Attachment, attachmentsOf, shownAs } from '#/core/runs/attachments';
import { attempt } from '#/ui/attempt';
import { ErrorNote } from '#/ui/components/ErrorNote';
import { Panel } from '#/ui/components/Panel';
import { saveFile } from '#/ui/components/saveFile';
import { AttachedView } from './AttachedView';
import classes from './attached.module.css';
import { useAttached } from './useAttached';

/** So many are open at first. */
const openAtFirst = 4;

export default function AttachedFiles({ run }: { run: Run }) {
  const files = attachmentsOf(run);
  return (
    <Panel title={`Files (${files.length})`}>
      <ul className={classes.files}>
        {files.map((file, at) => (
          <AttachedFile key={file.name} runId={run.id} file={file} openAtFirst={at < openAtFirst} />
        ))}
      </ul>
    </Panel>
  );
}

function AttachedFile({
  runId,
  file: { name, blob, type },
  openAtFirst: isOpenAtFirst,
}: {
  runId: string;
  file: Attachment;
  openAtFirst: boolean;
}) {
  const [open, setOpen] = useState(isOpenAtFirst);
  const save = async () => {
    const { file } = await runCommand('runs.attachment', { runId, name });
    saveFile(file.name, file);
  };
  return (
    <li className={classes.file}>
      <div className={classes.head}>
        <Button
          variant="subtle"
          className={classes.name}
          aria-expanded={open}
          title={name}
          onClick={() => setOpen(!open)}
        >
          <span className="clip">{name}</span>
        </Button>
        <span className="quiet">
          {words[shownAs(type)]}, {bytesText(blob.bytes)}
        </span>
        <ActionIcon aria-label={`Save ${name}`} onClick={() => attempt('The file was not saved', save())}>
          <IconDownload size={16} />
        </ActionIcon>
        <ActionIcon
          aria-label={`Take ${name} away`}
          onClick={() => attempt('The file stays', runCommand('runs.detach', { runId, name }))}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {open && <OpenFile runId={runId} name={name} hash={blob.hash} />}
    </li>
  );
}

function OpenFile({ runId, name, hash }: { runId: string; name: string; hash: string }) {
  const { file, error } = useAttached(runId, name, hash);
  if (error !== undefined) return <ErrorNote error={error} />;
  return file ? <AttachedView file={file} name={name} /> : null;
}

const words = { image: 'image', table: 'table', page: 'page', text: 'text' } as const;
