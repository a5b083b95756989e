import { Button } from '@mantine/core';
import { IconClipboard, IconFileImport, IconFolder } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { notify, notifyError } from '#/app/stores/notices';
import { acceptedEndings } from '#/core/fileEndings';
import { chosenFolder } from '../../shell/droppedFiles';
import { pastedTable } from '../../shell/pastedTable';
import { useImport } from '../../shell/useImport';
import styles from './HomePage.module.css';
import { firstWords } from './words';

/** The drop zone. Drops themselves are caught on the whole window by the shell. */
export function StartZone() {
  const picker = useRef<HTMLInputElement>(null);
  const folderPicker = useRef<HTMLInputElement>(null);
  const importFiles = useImport();

  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]'))
        return;
      const files = [...(event.clipboardData?.files ?? [])];
      const table = pastedTable(event.clipboardData?.getData('text/plain') ?? '', new Date());
      if (files.length > 0) void importFiles(files);
      else if (table) void importFiles([table]);
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [importFiles]);

  const paste = async () => {
    const text = await navigator.clipboard.readText().catch(() => undefined);
    const table = text === undefined ? undefined : pastedTable(text, new Date());
    if (table) await importFiles([table]);
    else
      notify({
        kind: 'error',
        title: 'No table on the clipboard',
        message:
          text === undefined
            ? 'The browser did not allow reading the clipboard.'
            : 'The clipboard holds no text with at least two lines and a separator.',
        hint: 'Copy cells in a spreadsheet, then press Ctrl V (⌘ V) on this page.',
      });
  };

  return (
    <section className={styles.zone} aria-labelledby="start-title">
      <h1 id="start-title">{firstWords.title}</h1>
      <p>{firstWords.text}</p>
      <div className={styles.buttons}>
        <Button
          size="sm"
          leftSection={<IconFileImport size={18} stroke={1.7} />}
          onClick={() => picker.current?.click()}
        >
          Choose a file
        </Button>
        <Button
          size="sm"
          variant="subtle"
          leftSection={<IconFolder size={18} stroke={1.7} />}
          onClick={() => folderPicker.current?.click()}
        >
          Choose a folder
        </Button>
        <Button
          size="sm"
          variant="subtle"
          leftSection={<IconClipboard size={18} stroke={1.7} />}
          onClick={paste}
        >
          Paste a table
        </Button>
        <input
          ref={picker}
          type="file"
          accept={acceptedEndings('all')}
          multiple
          hidden
          aria-label="Files to import"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            if (files.length > 0) void importFiles(files);
          }}
        />
        <input
          ref={folderPicker}
          type="file"
          // React's types leave it out.
          {...{ webkitdirectory: '' }}
          multiple
          hidden
          aria-label="Folder to import"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            try {
              if (files.length > 0) void importFiles(chosenFolder(files));
            } catch (thrown) {
              notifyError('The folder cannot be imported', thrown);
            }
          }}
        />
      </div>
      <p className={styles.formats}>
        Tables: CSV, TSV, JSON, JSON Lines. Fields: NetCDF, HDF5, NIfTI, NumPy, Zarr, MATLAB, TIFF. Drop
        anywhere on any page.
      </p>
    </section>
  );
}
