/** Whether there was data when this page was last seen: known before storage is open. boot.js reads it too. */
const key = 'tetrad-has-data';

export function hadData(): boolean {
  try {
    return localStorage.getItem(key) !== null;
  } catch {
    return false;
  }
}

export function rememberData(has: boolean): void {
  try {
    if (has) localStorage.setItem(key, '1');
    else localStorage.removeItem(key);
  } catch {
    // Storage may be refused; then the first screen comes before the data.
  }
}
