import { TagsInput } from '@mantine/core';
import { run } from '#/app/run';
import type { Dataset, DatasetVersion } from '#/core/protocol/dataset';
import { attempt, attempted } from '#/ui/attempt';
import { BytesText } from '#/ui/components/BytesText';
import { EditableNotes } from '#/ui/components/EditableNotes';
import { TimeAgo } from '#/ui/components/TimeAgo';
import classes from './dataset.module.css';
import { HowItWasRead } from './HowItWasRead';
import { VersionsList } from './VersionsList';

export function AboutTab({
  dataset,
  version,
  versions,
}: {
  dataset: Dataset;
  version: DatasetVersion;
  versions: { id: string; number: number; createdAt: number; rows: number; reason?: string }[];
}) {
  const { source } = version;
  return (
    <div style={{ maxWidth: 760 }}>
      <h2 className={classes.group}>Description</h2>
      <EditableNotes
        label="Description"
        placeholder="What these rows are, where they come from, what a row stands for"
        value={dataset.description}
        onSave={(description, was) =>
          attempted(
            'The description was not saved',
            run('datasets.update', { id: dataset.id, description, was: { description: was } }),
          )
        }
      />
      <h2 className={classes.group}>Tags</h2>
      <TagsInput
        aria-label="Tags"
        placeholder={dataset.tags.length ? '' : 'Add a tag, Enter'}
        value={dataset.tags}
        onChange={(tags) =>
          attempt(
            'The tags were not saved',
            run('datasets.update', { id: dataset.id, tags, was: { tags: dataset.tags } }),
          )
        }
      />
      <h2 className={classes.group}>Source</h2>
      <dl className={classes.pairs}>
        <dt>File</dt>
        <dd>{source.fileName}</dd>
        {source.origin && (
          <>
            <dt>Fetched from</dt>
            <dd style={{ overflowWrap: 'anywhere' }}>
              {source.origin.url}, <TimeAgo at={source.origin.at} />
            </dd>
            <dt>SHA-256 of the file</dt>
            <dd className="mono">{source.origin.sha256}</dd>
          </>
        )}
        <dt>Size</dt>
        <dd>
          <BytesText value={source.fileBytes} />, stored as <BytesText value={version.bytes} />
        </dd>
        <dt>Format</dt>
        <dd>{source.format}</dd>
        {Object.entries(source.details).map(([name, value]) => (
          <Pair key={name} name={name} value={value} />
        ))}
        <dt>Hash (SHA-256)</dt>
        <dd className="mono">{version.hash}</dd>
      </dl>
      <HowItWasRead version={version} />
      <h2 className={classes.group}>Versions</h2>
      <VersionsList versions={versions} shownId={version.id} />
    </div>
  );
}

function Pair({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
