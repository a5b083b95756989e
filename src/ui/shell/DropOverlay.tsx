/**
 * Files may be dropped anywhere, on every page. A page that takes drops itself marks its zone with
 * data-drop-zone: over such a zone the overlay steps aside and the zone's own handler gets the drop.
 */
import { IconTableImport } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import styles from './DropOverlay.module.css';
import { notifyError } from '#/app/stores/notices';
import { carriesFiles, droppedFiles } from './droppedFiles';
import { useImport } from './useImport';

const inOwnZone = (event: DragEvent): boolean =>
  event.target instanceof Element && event.target.closest('[data-drop-zone]') !== null;

export function DropOverlay() {
  const [over, setOver] = useState(false);
  const importFiles = useImport();
  useEffect(() => {
    let leaveTimer: ReturnType<typeof setTimeout> | undefined;
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      clearTimeout(leaveTimer);
      setOver(!inOwnZone(event));
      leaveTimer = setTimeout(() => setOver(false), 300);
    };
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      clearTimeout(leaveTimer);
      setOver(false);
      if (inOwnZone(event)) return;
      droppedFiles(event.dataTransfer).then(importFiles, (thrown: unknown) =>
        notifyError('The folder cannot be imported', thrown),
      );
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('drop', onDrop);
    return () => {
      clearTimeout(leaveTimer);
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('drop', onDrop);
    };
  }, [importFiles]);
  if (!over) return null;
  return (
    <div className={styles.overlay} aria-hidden>
      <div className={styles.card}>
        <IconTableImport size={48} stroke={1.25} />
        Drop to import
        <span className={styles.note}>
          Tables, images, sound, fields, ONNX models. Read here, uploaded nowhere.
        </span>
      </div>
    </div>
  );
}
