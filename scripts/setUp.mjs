/** What `npm start` and `npm test` need on a machine with only Node and npm: packages, a browser, Python's onnx checker. */
import { execSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = '.cache/installed-lock';

/** Installs the pinned packages when they are missing or the lock file changed. */
export function ensurePackages() {
  const lock = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
  const known = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
  if (existsSync('node_modules/vite') && (known === lock || known === '')) {
    if (known === '') remember(lock);
    return;
  }
  console.log('Installing packages ...');
  // `npm ci` refuses a lock file without the binary packages of other platforms; install keeps to the same versions.
  execSync('npm install --no-save --no-audit --no-fund', {
    stdio: 'inherit',
    // Native onnxruntime ships its CPU binaries; its install script would only fetch CUDA extras.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip', NODE_ENV: 'development' },
  });
  remember(lock);
}

function remember(lock) {
  mkdirSync('.cache', { recursive: true });
  writeFileSync(stamp, lock);
}

/** The official ONNX checker is the oracle of our exports; Debian has it as python3-onnx. */
export function ensureOnnxChecker() {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execSync(`${python} -c "import onnx"`, { stdio: 'ignore' });
      return;
    } catch {
      // try the next one
    }
  }
  if (process.getuid?.() !== 0) return;
  try {
    execSync('apt-get update -qq && apt-get install -y -qq python3-onnx', { stdio: 'ignore' });
  } catch {
    console.warn('python3-onnx could not be installed; the ONNX checker test will say so.');
  }
}
