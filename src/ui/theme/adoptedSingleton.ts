/** Takes the place of react-style-singleton in the build: the same calls, over constructed style sheets. */
import { useInsertionEffect } from 'react';
import { adoptCss } from './adoptedStyle';

export function stylesheetSingleton() {
  const releases: (() => void)[] = [];
  return {
    add: (css: string) => void releases.push(adoptCss(css)),
    remove: () => releases.pop()?.(),
  };
}

export const styleHookSingleton = () => (css: string, isDynamic?: boolean) =>
  useInsertionEffect(() => adoptCss(css), [css, isDynamic]);

export const styleSingleton = () => {
  const useStyle = styleHookSingleton();
  return ({ styles, dynamic }: { styles: string; dynamic?: boolean }) => {
    useStyle(styles, dynamic);
    return null;
  };
};
