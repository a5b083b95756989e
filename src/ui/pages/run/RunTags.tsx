import { TagsInput } from '@mantine/core';
import { run as runCommand } from '#/app/run';
import type { Run } from '#/core/protocol/model';
import { attempt } from '#/ui/attempt';

/** MLflow tags are pairs; a tag without "=" is a key with an empty value. */
export function RunTags({ run }: { run: Run }) {
  const shown = Object.entries(run.tags).map(([key, value]) => (value ? `${key}=${value}` : key));
  const save = (entries: string[]) => {
    const tags = Object.fromEntries(
      entries.map((entry) => {
        const at = entry.indexOf('=');
        return at < 0 ? [entry.trim(), ''] : [entry.slice(0, at).trim(), entry.slice(at + 1).trim()];
      }),
    );
    attempt(
      'The tags were not saved',
      runCommand('runs.update', { id: run.id, tags, was: { tags: run.tags } }),
    );
  };
  return (
    <TagsInput
      aria-label="Tags"
      placeholder={shown.length ? '' : 'key=value, Enter'}
      value={shown}
      onChange={save}
    />
  );
}
