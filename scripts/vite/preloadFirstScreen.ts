/**
 * The first words stand in index.html, and the first screen's own chunk, its styles and the text face start
 * loading with the page, not after it.
 */
import { firstWords } from '../../src/ui/pages/home/words.ts';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';

const firstPage = '/src/ui/pages/home/HomePage.tsx';
const textFace = /inter-latin-wght-normal.*\.woff2$/;

export const preloadFirstScreen = (): Plugin => ({
  name: 'tetrad:preload-first-screen',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      if (!bundle) return [];
      const outputs = Object.values(bundle);
      const chunks = outputs.filter((output): output is Rolldown.OutputChunk => output.type === 'chunk');
      const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(firstPage));
      if (!page) throw new Error(`${firstPage} has no chunk of its own`);
      const needed = new Set<string>();
      const styles = new Set<string>();
      const queue = [page.fileName];
      for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
        const chunk = chunks.find(({ fileName }) => fileName === name);
        if (!chunk || needed.has(name)) continue;
        needed.add(name);
        for (const style of chunk.viteMetadata?.importedCss ?? []) styles.add(style);
        queue.push(...chunk.imports);
      }
      const face = outputs.find(({ fileName }) => textFace.test(fileName));
      const fresh = (name: string) => !html.includes(`/${name}"`);
      const tag = (attrs: Record<string, string | boolean>): HtmlTagDescriptor => ({
        tag: 'link',
        attrs,
        injectTo: 'head',
      });
      const tags = [
        ...[...needed]
          .filter(fresh)
          .map((name) => tag({ rel: 'modulepreload', crossorigin: true, href: `/${name}` })),
        ...[...styles]
          .filter(fresh)
          .map((name) => tag({ rel: 'stylesheet', crossorigin: true, href: `/${name}` })),
        ...(face
          ? [
              tag({
                rel: 'preload',
                as: 'font',
                type: 'font/woff2',
                crossorigin: true,
                href: `/${face.fileName}`,
              }),
            ]
          : []),
      ];
      const words = `<div class="boot-zone"><h1>${firstWords.title}</h1><p>${firstWords.text}</p></div>`;
      return { html: html.replace('<!-- first words -->', words), tags };
    },
  },
});
