/**
 * The build ships Mantine's styles only of the components the studio uses: the names imported from
 * @mantine/core anywhere in src/ui, and the components those are made of. Development has all of them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const always = ['baseline', 'default-css-variables', 'global'];
/** Taken by packages beside core (spotlight), and what Switch and Checkbox are laid out by (not a component). */
const usedElsewhere = [
  'InlineInput',
  'Modal',
  'TextInput',
  'Input',
  'Highlight',
  'Mark',
  'ScrollArea',
  'UnstyledButton',
];

const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path));

function usedNames(uiFolder: string): string[] {
  const names = new Set<string>();
  for (const path of filesUnder(uiFolder)) {
    if (!/\.tsx?$/.test(path)) continue;
    for (const [, list] of readFileSync(path, 'utf8').matchAll(/import \{([^}]*)\} from '@mantine\/core'/g))
      for (const name of (list ?? '').split(',')) names.add(name.replace('type ', '').trim());
  }
  return [...names].filter(Boolean);
}

/** component folder -> component folders its modules import */
function componentGraph(componentsFolder: string): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const component of readdirSync(componentsFolder)) {
    const uses = new Set<string>();
    for (const path of filesUnder(join(componentsFolder, component))) {
      if (!path.endsWith('.mjs')) continue;
      for (const [, source] of readFileSync(path, 'utf8').matchAll(/from "(\.[^"]+)"/g)) {
        const target = join(dirname(path), source ?? '');
        if (target.startsWith(`${componentsFolder}/`))
          uses.add(target.slice(componentsFolder.length + 1).split('/')[0] ?? '');
      }
    }
    graph.set(component, uses);
  }
  return graph;
}

/** Style files in the order of Mantine's own bundle: later rules rely on it. */
function inBundleOrder(files: string[], package_: string): string[] {
  const bundle = readFileSync(join(package_, 'styles.css'), 'utf8');
  const place = (file: string): number => {
    const firstClass = /\.m_[0-9a-f]+/.exec(
      readFileSync(join(package_, 'styles', `${file}.css`), 'utf8'),
    )?.[0];
    return firstClass ? bundle.indexOf(firstClass) : -1;
  };
  return files.sort((a, b) => place(a) - place(b));
}

export function neededStyles(root: string): string[] {
  const package_ = join(root, 'node_modules/@mantine/core');
  const graph = componentGraph(join(package_, 'esm/components'));
  const needed = new Set<string>();
  const queue = [...usedNames(join(root, 'src/ui')), ...usedElsewhere];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    const parts = join(package_, 'esm/components', name);
    if (existsSync(parts)) queue.push(...readdirSync(parts).filter((part) => !part.includes('.')));
    queue.push(...(graph.get(name) ?? []));
  }
  const withStyles = [...needed].filter((name) => existsSync(join(package_, 'styles', `${name}.css`)));
  return [...always, ...inBundleOrder(withStyles, package_)];
}

export function mantineStyles(root: string): Plugin {
  return {
    name: 'tetrad:mantine-styles',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id.endsWith('/src/ui/theme/mantine.css')
        ? neededStyles(root)
            .map((name) => `@import '@mantine/core/styles/${name}.css';`)
            .join('\n')
        : undefined,
  };
}
