import { Link } from '@tanstack/react-router';
import { Panel } from '../../components/Panel';
import styles from './SettingsPage.module.css';

export function AboutPanel() {
  return (
    <Panel title="About">
      <p className={styles.small}>
        Tetrad {__APP_VERSION__}: a machine-learning studio that is a web page. Licensed MIT OR Apache-2.0.
      </p>
      <p className={styles.small}>
        <a href="/licenses.txt" target="_blank" rel="noreferrer">
          Licences of the packages inside
        </a>
      </p>
      <p className={`${styles.small} quiet`}>
        Scripting: open the browser’s console and call <span className="mono">tetrad.commands()</span>. Pages
        of this address ask the <Link to="/api">API</Link> with fetch().
      </p>
    </Panel>
  );
}
