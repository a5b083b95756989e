import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { CommandOutput } from '#/app/run';
import { bytesText } from '#/core/bytesText';
import { BytesText } from '#/ui/components/BytesText';
import { formatCount } from '#/ui/charts/formatNumber';
import styles from './from.module.css';

type Listing = CommandOutput<'sources.browse'> & { folder?: string };

/** Files and folders of a place; several files of one shape become one table on the import page. */
export function FileList({
  listing: { files, folders, next, folder },
  busy,
  onFolder,
  onMore,
  onFetch,
}: {
  listing: Listing;
  busy: boolean;
  onFolder(folder: string): void;
  onMore(): void;
  onFetch(files: Listing['files']): void;
}) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    new Set(files.length === 1 ? files.map(({ path }) => path) : []),
  );
  const wanted = files.filter(({ path }) => chosen.has(path));
  const bytes = wanted.reduce((sum, file) => sum + (file.bytes ?? 0), 0);
  const all = files.length > 0 && wanted.length === files.length;
  const toggle = (path: string) => {
    const after = new Set(chosen);
    if (!after.delete(path)) after.add(path);
    setChosen(after);
  };
  if (files.length === 0 && folders.length === 0)
    return <p className={styles.small}>There are no files{folder ? ` in ${folder}` : ' there'}.</p>;
  return (
    <section className={styles.form} aria-label="Files" style={{ marginTop: 16 }}>
      <div className={styles.row}>
        <Checkbox
          label={all ? 'Choose none' : 'Choose all'}
          checked={all}
          indeterminate={!all && wanted.length > 0}
          disabled={files.length === 0}
          onChange={() => setChosen(new Set(all ? [] : files.map(({ path }) => path)))}
        />
        <span className={styles.small}>
          {formatCount(files.length)} {files.length === 1 ? 'file' : 'files'}
          {next ? ', and more' : ''}
          {folder ? ` in ${folder}` : ''}
        </span>
      </div>
      <ul className={styles.files}>
        {folders.map((name) => (
          <li key={name} className={styles.file}>
            <button type="button" className={styles.folder} onClick={() => onFolder(name)}>
              {name}
            </button>
          </li>
        ))}
        {files.map(({ path, bytes: size }) => (
          <li key={path} className={styles.file}>
            <Checkbox
              label={<span className={styles.path}>{path}</span>}
              checked={chosen.has(path)}
              onChange={() => toggle(path)}
            />
            <BytesText value={size} />
          </li>
        ))}
      </ul>
      <div className={styles.row}>
        <Button disabled={wanted.length === 0} loading={busy} onClick={() => onFetch(wanted)}>
          {wanted.length === 0
            ? 'Fetch'
            : `Fetch ${formatCount(wanted.length)} ${wanted.length === 1 ? 'file' : 'files'}${bytes > 0 ? `, ${bytesText(bytes)}` : ''}`}
        </Button>
        {next !== undefined && (
          <Button variant="default" loading={busy} onClick={onMore}>
            Show more
          </Button>
        )}
      </div>
    </section>
  );
}
