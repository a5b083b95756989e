import { Modal } from '@mantine/core';
import { ShortcutList } from '../components/ShortcutList';

export default function ShortcutsDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal opened onClose={onClose} title="Keyboard shortcuts" size="sm">
      <ShortcutList />
    </Modal>
  );
}
