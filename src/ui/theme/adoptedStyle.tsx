/**
 * A stand-in for React's jsx in modules that render <style>: the rules go to a constructed style sheet,
 * which a strict style-src allows. Everything else passes through.
 */
import { type ElementType, useInsertionEffect } from 'react';
import { jsx as reactJsx } from 'react/jsx-runtime';

export { Fragment, jsxs } from 'react/jsx-runtime';

const adopted = new Map<string, { sheet: CSSStyleSheet; uses: number }>();

/** Puts rules on the page once, however many ask; the answer takes them off again. */
export function adoptCss(css: string): () => void {
  const found = adopted.get(css) ?? { sheet: new CSSStyleSheet(), uses: 0 };
  if (found.uses === 0) {
    found.sheet.replaceSync(css);
    document.adoptedStyleSheets.push(found.sheet);
    adopted.set(css, found);
  }
  found.uses++;
  return () => {
    found.uses--;
    if (found.uses > 0) return;
    adopted.delete(css);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== found.sheet);
  };
}

function AdoptedStyle({ css }: { css: string }): null {
  useInsertionEffect(() => adoptCss(css), [css]);
  return null;
}

interface StyleProps {
  children?: string;
  dangerouslySetInnerHTML?: { __html: string };
}

export function jsx(type: ElementType, props: unknown, key?: string) {
  if (type !== 'style') return reactJsx(type, props, key);
  const { children, dangerouslySetInnerHTML } = props as StyleProps;
  return reactJsx(AdoptedStyle, { css: children ?? dangerouslySetInnerHTML?.__html ?? '' }, key);
}
