import { Fragment } from 'react';
import styles from './ShortcutList.module.css';

const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: [keys: string[], what: string][] = [
  [[mod, 'K'], 'Search pages, objects and commands'],
  [['/'], 'The same, when not typing'],
  [['g', 'd'], 'Data'],
  [['g', 'm'], 'Models'],
  [['g', 't'], 'Train'],
  [['g', 'r'], 'Runs'],
  [['g', 'p'], 'Predict'],
  [['g', 'o'], 'Monitor'],
  [['g', 's'], 'Settings'],
  [[mod, 'V'], 'On Data: paste a table as a new dataset'],
  [['↑', '↓', 'Enter'], 'In a table: move and open'],
  [['?'], 'This list'],
  [['Esc'], 'Close what is open'],
];

export function ShortcutList() {
  return (
    <dl className={styles.list}>
      {shortcuts.map(([keys, what]) => (
        <Fragment key={keys.join(' ')}>
          <dt>
            {keys.map((key) => (
              <kbd key={key} className={styles.key}>
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
