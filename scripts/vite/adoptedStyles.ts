/**
 * Lets the build run under `style-src 'self'`. Three modules of Mantine and one package put <style>
 * elements into the page, which that policy blocks; here they are pointed at constructed style sheets
 * (src/ui/theme/adoptedStyle.tsx), which it allows. Fails the build when Mantine moves those modules.
 */
import type { Plugin } from 'vite';

const styleModules =
  /@mantine[\\/]core[\\/]esm[\\/].*[\\/](InlineStyles|MantineClasses|MantineCssVariables)\.mjs$/;
const runtime = 'react/jsx-runtime';

export function adoptedStyles(sourceFolder: string): Plugin {
  const replaced = new Set<string>();
  return {
    name: 'tetrad:adopted-styles',
    apply: 'build',
    enforce: 'pre',
    resolveId(source) {
      return source === 'react-style-singleton' ? `${sourceFolder}/ui/theme/adoptedSingleton.ts` : undefined;
    },
    transform(code, id) {
      const found = styleModules.exec(id);
      if (!found?.[1]) return undefined;
      if (!code.includes(`"${runtime}"`)) this.error(`${id} no longer imports ${runtime}`);
      replaced.add(found[1]);
      return { code: code.replace(`"${runtime}"`, `"${sourceFolder}/ui/theme/adoptedStyle.tsx"`), map: null };
    },
    buildEnd(error) {
      if (!error && replaced.size > 0 && replaced.size < 3)
        this.error(`Only ${[...replaced].join(', ')} of Mantine's style modules were found.`);
    },
  };
}
