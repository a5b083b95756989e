import { Link, useLocation } from '@tanstack/react-router';
import { useCurrentTitle } from '../router/useTitle';
import { sectionOf } from './sections';
import styles from './TopBar.module.css';

/** Workspace / section / what the page shows. */
export function Crumbs() {
  const path = useLocation({ select: (location) => location.pathname });
  const section = sectionOf(path);
  const { title } = useCurrentTitle();
  const atSection = section?.to === path;
  return (
    <nav aria-label="Where you are" style={{ flex: 1, minWidth: 0 }}>
      <ol className={styles.crumbs}>
        <li className={styles.workspace}>
          <span className="quiet" title="Everything lives in this browser, on this device">
            This browser
          </span>
          <span className={styles.slash} aria-hidden>
            /
          </span>
        </li>
        {section && !atSection ? (
          <li>
            <Link to={section.to}>{section.label}</Link>
            <span className={styles.slash} aria-hidden>
              /
            </span>
          </li>
        ) : null}
        <li className={styles.here} aria-current="page">
          <span className="clip">{atSection ? section.label : title}</span>
        </li>
      </ol>
    </nav>
  );
}
