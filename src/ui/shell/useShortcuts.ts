/** Keys of the studio: g then a letter goes to a section, ? lists the keys, Mod+K or / opens the palette. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { sections } from './sections';

const sequenceMs = 1200;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

export function useShortcuts(actions: { openPalette(): void; openHelp(): void }): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goAt = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        actions.openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target))
        return;
      const section =
        event.timeStamp - goAt < sequenceMs ? sections.find(({ key }) => key === event.key) : undefined;
      goAt = event.key === 'g' ? event.timeStamp : 0;
      if (section) void navigate({ to: section.to });
      else if (event.key === '?') actions.openHelp();
      else if (event.key === '/') actions.openPalette();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [navigate, actions]);
}
