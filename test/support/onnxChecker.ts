/** The official ONNX checker, run by whichever python3 has the onnx package. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = new URL('../../scripts/checkOnnx.py', import.meta.url).pathname;

export const python = ['python3', '/usr/bin/python3'].find((command) => {
  try {
    execFileSync(command, ['-c', 'import onnx'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});

export const howToInstall = 'No python3 with the onnx package was found: apt-get install python3-onnx';

/** One line per file: "ok ...", "skipped ..." or "failed ...: why". */
export function runOnnxChecker(files: ReadonlyMap<string, Uint8Array>): string[] {
  if (!python) throw new Error(howToInstall);
  const folder = mkdtempSync(join(tmpdir(), 'onnx-check-'));
  try {
    const paths = Array.from(files, ([name, bytes]) => {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    });
    return check(python, paths).trim().split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function check(command: string, paths: string[]): string {
  try {
    return execFileSync(command, [script, ...paths], { encoding: 'utf8' });
  } catch (error) {
    // Exit status 1: the lines say which file failed and why.
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    if (stdout?.includes('failed')) return stdout;
    throw new Error(stderr || String(error));
  }
}
