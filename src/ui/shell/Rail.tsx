import { Link, useLocation } from '@tanstack/react-router';
import { Mark } from './Mark';
import styles from './Rail.module.css';
import { sectionOf, sections } from './sections';

/** Left on wide screens, icons over short labels on middling ones, along the bottom on narrow ones. */
export function Rail() {
  const current = useLocation({ select: (location) => sectionOf(location.pathname) });
  return (
    <nav className={styles.rail} aria-label="Sections">
      <Link to="/" className={styles.brand} aria-label="Tetrad, home">
        <Mark />
        <span>Tetrad</span>
      </Link>
      {sections.map((section) => (
        <RailItem key={section.to} section={section} current={section === current} />
      ))}
    </nav>
  );
}

function RailItem({ section, current }: { section: (typeof sections)[number]; current: boolean }) {
  const { to, label, key, icon: Icon } = section;
  return (
    <>
      {to === '/settings' ? <div className={styles.spacer} /> : null}
      <Link
        to={to}
        className={`${styles.item} ${current ? styles.current : ''}`}
        aria-current={current ? 'page' : undefined}
        title={`${label} (g ${key})`}
      >
        <Icon size={18} stroke={1.6} aria-hidden />
        <span>{label}</span>
      </Link>
    </>
  );
}
