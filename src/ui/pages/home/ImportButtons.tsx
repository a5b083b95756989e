/** The ways in: a file, a folder, a paste. Drops are caught on the whole window by the shell. */
import { Button } from '@mantine/core';
import { IconCamera, IconClipboard, IconFileImport, IconFolder, IconLink } from '@tabler/icons-react';
import { useEffect } from 'react';
import { notify, notifyError } from '#/app/stores/notices';
import { acceptedEndings } from '#/core/fileEndings';
import { ButtonLink } from '../../components/ButtonLink';
import { FilePicker } from '../../components/FilePicker';
import { chosenFolder } from '../../shell/droppedFiles';
import { pastedTable } from '../../shell/pastedTable';
import { useImport } from '../../shell/useImport';
import styles from './HomePage.module.css';

/** Nothing where there is none, or the browser does not tell. */
async function copiedImage(): Promise<File | undefined> {
  const items = await navigator.clipboard.read().catch(() => []);
  for (const item of items)
    for (const type of item.types)
      if (type.startsWith('image/'))
        return new File([await item.getType(type)], `pasted.${type.slice(6).replace(/\W.*/, '')}`, { type });
  return undefined;
}

export function ImportButtons({ size }: { size: 'xs' | 'sm' }) {
  const iconSize = size === 'sm' ? 18 : 15;
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
    const image = await copiedImage();
    if (image) return importFiles([image]);
    const text = await navigator.clipboard.readText().catch(() => undefined);
    const table = text === undefined ? undefined : pastedTable(text, new Date());
    if (table) await importFiles([table]);
    else
      notify({
        kind: 'error',
        title: 'No table or image on the clipboard',
        message:
          text === undefined
            ? 'The browser did not allow reading the clipboard.'
            : 'The clipboard holds no text with at least two lines and a separator.',
        hint: 'Copy cells in a spreadsheet, then press Ctrl V (⌘ V) on this page.',
      });
  };

  const importFolder = (files: File[]) => {
    try {
      void importFiles(chosenFolder(files));
    } catch (thrown) {
      notifyError('The folder cannot be imported', thrown);
    }
  };

  return (
    <div className={styles.buttons}>
      <FilePicker
        label="Files to import"
        size={size}
        leftSection={<IconFileImport size={iconSize} stroke={1.7} />}
        accept={acceptedEndings('all')}
        multiple
        onFiles={(files) => void importFiles(files)}
      >
        Choose a file
      </FilePicker>
      <FilePicker
        label="Folder to import"
        size={size}
        variant="subtle"
        leftSection={<IconFolder size={iconSize} stroke={1.7} />}
        folder
        onFiles={importFolder}
      >
        Choose a folder
      </FilePicker>
      <Button
        size={size}
        variant="subtle"
        leftSection={<IconClipboard size={iconSize} stroke={1.7} />}
        onClick={paste}
      >
        Paste
      </Button>
      <ButtonLink
        to="/from"
        size={size}
        variant="subtle"
        leftSection={<IconLink size={iconSize} stroke={1.7} />}
      >
        From an address
      </ButtonLink>
      <ButtonLink
        to="/webcam"
        size={size}
        variant="subtle"
        leftSection={<IconCamera size={iconSize} stroke={1.7} />}
      >
        Webcam
      </ButtonLink>
    </div>
  );
}
