/**
 * zod looks whether it may compile parsers with `new Function`. The policy forbids that, and the browser
 * reports the attempt as a violation. This settles the question before zod asks.
 */
import type { Plugin } from 'vite';

const undecided = '_a.__zod_globalConfig = {}';

export const zodWithoutEval = (): Plugin => ({
  name: 'tetrad:zod-without-eval',
  apply: 'build',
  transform(code, id) {
    if (!/[\\/]zod[\\/]v4[\\/]core[\\/]core\.js$/.test(id)) return undefined;
    if (!code.includes(undecided)) this.error(`${id} keeps its configuration elsewhere now`);
    return { code: code.replace(undecided, '_a.__zod_globalConfig = { jitless: true }'), map: null };
  },
});
